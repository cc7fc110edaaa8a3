/* SPDX-License-Identifier: ISC */

#include "defaults.h"

/* Missing ones are skipped: rootfs differ. */
rule const default_rules[] = {
    {.path = "/", .rights = LIST, .optional = 1},
    {.path = "/bin", .rights = READ | EXECUTE, .optional = 1},
    {.path = "/sbin", .rights = READ | EXECUTE, .optional = 1},
    {.path = "/usr", .rights = READ | EXECUTE, .optional = 1},
    {.path = "/lib", .rights = READ | EXECUTE, .optional = 1},
    {.path = "/lib32", .rights = READ | EXECUTE, .optional = 1},
    {.path = "/lib64", .rights = READ | EXECUTE, .optional = 1},
    {.path = "/libx32", .rights = READ | EXECUTE, .optional = 1},
    {.path = "/nix", .rights = READ | EXECUTE, .optional = 1},
    {.path = "/etc", .rights = READ, .optional = 1},
    {.path = "/proc", .rights = READ | CHANGE, .optional = 1},
    {.path = "/dev", .rights = READ | CHANGE, .optional = 1},
    {.path = "/dev/shm", .rights = WRITE | EXECUTE, .optional = 1},
    {.path = "/tmp", .rights = WRITE | EXECUTE, .optional = 1},
    {.path = "/run", .rights = WRITE | EXECUTE, .optional = 1},
    {.path = "/var/tmp", .rights = WRITE | EXECUTE, .optional = 1},
    {.path = "/root", .rights = WRITE | EXECUTE, .optional = 1},
    {.path = "/home", .rights = WRITE | EXECUTE, .optional = 1},
    {.path = "/context", .rights = WRITE | EXECUTE, .optional = 1},
    {.path = NULL},
};
