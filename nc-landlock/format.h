/* SPDX-License-Identifier: ISC */

/*
 * What the formats of a policy (nc-policy(5)) are read with, from a tree of jansson's. Each
 * function that takes error returns 1, or 0 with a place and what is wrong there in error, which is
 * of POLICY_ERROR_MAX bytes. Pure.
 */

#ifndef NC_LANDLOCK_FORMAT_H
#define NC_LANDLOCK_FORMAT_H

#include "rules.h"

#define PLACE_MAX 96 /* bytes of path_beneath[N].allowed_access[N], the NUL too */

/* Writes what is wrong. Returns 0. */
#define wrong(error, ...) nc_policy_wrong(error, POLICY_ERROR_MAX, __VA_ARGS__)

/* A table with no key but keys, which ends with NULL. place is "" for the whole policy. */
extern int is_table(json_t *table, char const *const *keys, char const *place, char *error);

/* An array with something in it. */
extern int is_filled(json_t *array, char const *place, char *error);

typedef struct vocabulary_s vocabulary;
struct vocabulary_s {
  char const *kind;         /* access or scope */
  nc_right const *words[2]; /* the second may be NULL */
  nc_right const *groups;   /* or NULL. abi.NAME, vN.NAME: those of words[0] that abi, or N, has */
  unsigned int abi;         /* 0: the policy has said none */
};

extern nc_right const scope_words[]; /* those of scopes */

/* An array of words, as bits. */
extern int get_bits(uint64_t *bits, json_t *array, vocabulary const *v, char const *place,
                    char *error);

/* The same of one word at least. */
extern int get_some_bits(uint64_t *bits, json_t *array, vocabulary const *v, char const *place,
                         char *error);

/* A string without a NUL; the memory is value's. */
extern int get_string(char const **s, json_t *value, char const *place, char *error);

/* Is the path absolute, and written in the one way that can be compared as text? */
extern int is_plain(char const *path, char const *place, char *error);

/* A port's number. */
extern int get_port_number(uint16_t *port, json_t *value, char const *place, char *error);

/* A version of the ABI, of which all rights are known. */
extern int get_abi(unsigned int *abi, json_t *value, char const *place, char *error);

/* [[rules]], [[net]] and their like. */
extern char const *const rules_keys[];
extern int rules_read(policy *p, json_t *root, char *error);

/* landlockconfig's format: keys are written with_this in TOML, and likeThis in JSON. */
typedef struct config_spelling_s config_spelling;
struct config_spelling_s {
  char const *path_beneath, *net_port, *allowed_access, *handled_access_fs, *handled_access_net;
};
extern config_spelling const config_toml, config_json;
extern char const *const config_keys[]; /* of TOML */
extern int config_read(policy *p, json_t *root, config_spelling const *spelling, char *error);

#endif
