/* SPDX-License-Identifier: ISC */

/*
 * Runs while nucleus is built, on the machine that builds it: compiles a profile to a C array
 * named NAME on stdout, so that nc-seccomp starts with a finished filter.
 */

#include <stdio.h>

#include <jansson.h>

#include "../profile.h"

int main(int argc, char const *const *argv)
{
  json_error_t e;
  json_t *profile;
  static nc_filter filter;
  char error[256];

  if (argc != 3) {
    fputs("usage: compile profile.json name\n", stderr);
    return 100;
  }
  profile = json_load_file(argv[1], JSON_REJECT_DUPLICATES, &e);
  if (!profile) {
    fprintf(stderr, "%s:%d:%d: %s\n", argv[1], e.line, e.column, e.text);
    return 111;
  }
  if (nc_profile_compile(&filter, profile, NULL, NULL, error, sizeof error) < 0) {
    fprintf(stderr, "%s: %s\n", argv[1], error);
    return 111;
  }
  if (filter.flags) {
    fprintf(stderr, "%s: flags are not for a built-in profile\n", argv[1]);
    return 111;
  }
  printf("/* made from %s */\n\nstatic struct sock_filter const %s[] = {\n", argv[1], argv[2]);
  for (unsigned int i = 0; i < filter.n; i++)
    printf("    {0x%02x, %u, %u, 0x%08x},\n", filter.insns[i].code, filter.insns[i].jt,
           filter.insns[i].jf, filter.insns[i].k);
  puts("};");
  json_decref(profile);
  if (fflush(stdout) || ferror(stdout)) {
    perror("compile: unable to write");
    return 111;
  }
  return 0;
}
