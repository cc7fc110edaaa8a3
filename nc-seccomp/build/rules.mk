# SPDX-License-Identifier: ISC
#
# The built-in profiles, config/NAME.seccomp.json, become C arrays in $(B)/include/NAME.bpf.h.
# The compiler of profiles runs here, so it is built for here: a release's CC is another.

HOSTCC     ?= cc
HOSTCFLAGS ?= -O2

LOADER_SOURCES  := nc-seccomp/nc-seccomp.c nc-seccomp/denied.c
PROFILE_SOURCES := $(filter-out $(LOADER_SOURCES),$(wildcard nc-seccomp/*.c))
COMPILE_SOURCES := nc-seccomp/build/compile.c $(PROFILE_SOURCES) lib/errors.c lib/escape.c lib/syscall.c lib/utf8.c
SECCOMP_COMPILE := $(B)/host/seccomp-compile
$(SECCOMP_COMPILE): $(COMPILE_SOURCES) $(wildcard nc-seccomp/*.h) lib/errors.h lib/escape.h lib/syscall.h lib/utf8.h $(B)/include/errnos.h
	@mkdir -p $(@D)
	$(HOSTCC) -std=c11 -D_GNU_SOURCE $(WARNINGS) $(HOSTCFLAGS) -Ilib -I$(B)/include -o $@ $(filter %.c,$^) -lseccomp -ljansson -lcap

# Profiles name errnos, and the C library has no function from the name to the number.
$(B)/include/errnos.h:
	@mkdir -p $(@D)
	{ echo 'static struct { char const *name; unsigned int value; } const errnos[] = {'; \
	  echo '#include <errno.h>' | $(HOSTCC) -E -dM - | LC_ALL=C sort | \
	    sed -n 's/^#define \(E[A-Z0-9]*\) .*/{"\1", \1},/p'; \
	  echo '};'; } > $@.tmp && mv $@.tmp $@

$(B)/include/%.bpf.h: config/%.seccomp.json $(SECCOMP_COMPILE)
	@mkdir -p $(@D)
	$(SECCOMP_COMPILE) $< $*_filter > $@.tmp && mv $@.tmp $@

$(B)/obj/nc-seccomp/nc-seccomp.o: $(B)/include/default.bpf.h

# Which arguments tell calls apart, by number: nc-seccomp has no libseccomp.
SECCOMP_NARROW := $(B)/host/seccomp-narrow
$(SECCOMP_NARROW): nc-seccomp/build/narrow.c lib/syscall.c lib/syscall.h
	@mkdir -p $(@D)
	$(HOSTCC) -std=c11 -D_GNU_SOURCE $(WARNINGS) $(HOSTCFLAGS) -Ilib -o $@ $(filter %.c,$^) -lseccomp

$(B)/include/narrowed.h: $(SECCOMP_NARROW)
	@mkdir -p $(@D)
	$(SECCOMP_NARROW) > $@.tmp && mv $@.tmp $@

$(B)/obj/lib/call.o: $(B)/include/narrowed.h

# nc-seccomp reads no profiles: the other sources are the compiler's, and of those tools that do.
OBJECTS_nc-seccomp := $(LOADER_SOURCES:%.c=$(B)/obj/%.o)
OBJECTS_nc-explain += $(PROFILE_SOURCES:%.c=$(B)/obj/%.o)
OBJECTS_nc-profile += $(PROFILE_SOURCES:%.c=$(B)/obj/%.o)
$(LIBEXEC)/nc-explain $(LIBEXEC)/nc-profile: $(PROFILE_SOURCES:%.c=$(B)/obj/%.o)
$(B)/obj/nc-explain/%.o $(B)/obj/nc-profile/%.o: ALL_CFLAGS += -Inc-seccomp

# The unit test also looks at what the default profile became.
UNIT_profile := $(PROFILE_SOURCES)
$(B)/unit/profile: LIBS += -lseccomp -ljansson -lcap
$(B)/obj/lib/errors.o: $(B)/include/errnos.h
$(B)/unit/profile: $(B)/include/default.bpf.h

# Every system call that the C library's headers name, for the probe.
$(B)/include/syscalls.h:
	@mkdir -p $(@D)
	echo '#include <sys/syscall.h>' | $(CC) -E -dM - | LC_ALL=C sort | \
	  sed -n 's/^#define SYS_\([a-z0-9_]*\) .*/{"\1", SYS_\1},/p' > $@.tmp && mv $@.tmp $@

$(B)/helper/try-syscall: $(B)/include/syscalls.h
