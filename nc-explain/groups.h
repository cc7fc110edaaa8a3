/* SPDX-License-Identifier: ISC */

#ifndef NC_GROUPS_H
#define NC_GROUPS_H

#define NC_GROUPS 9

/* What calls are about, for people: "Files and folders". From 0 on; the last is for all others. */
extern char const *const nc_group_titles[NC_GROUPS];

/* A call's place there. */
extern unsigned int nc_group_of(char const *name);

#endif
