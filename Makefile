# SPDX-License-Identifier: ISC
#
# make            build/dev: static glibc, from Debian's archives
# make release    build/release: static musl, small and quick to start
# make check      unit tests and behaviour tests of build/dev
# make install    what was built by CONFIG (release if it is there, else dev)
#
# One folder nc-X is one program; its sources are nc-X/*.c. What only the build runs stands in
# nc-X/build/.

CONFIG  ?= dev
B       := build/$(CONFIG)
PREFIX  ?= /usr/local
VERSION := $(shell sed -n '1s/^.* //p' NEWS)

CC       ?= cc
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Werror
HARDEN   := -fstack-protector-strong
CFLAGS   ?= -O2 -g
LDFLAGS  ?= -static
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -Ilib -I$(B)/include $(WARNINGS) $(HARDEN) -MMD -MP $(CFLAGS)

TOOLS   := $(sort $(patsubst %/,%,$(wildcard nc-*/)))
SCRIPTS := $(sort $(wildcard nucleus/*.sh nucleus/*.txt))
PAGES   := $(wildcard doc/*.[1-9])
LIBEXEC := $(B)/libexec/nucleus

LIBS            := -lskarnet
LIBS_nc-caps    := -lcap -ljansson -lbearssl
# its terminal is given back at every exit, strerr_die's too
LIBS_nc-enter   := -lbearssl -Wl,--wrap=_exit
LIBS_nc-explain := -lseccomp -ljansson -lcap -lbearssl
LIBS_nc-landlock := -ljansson -lbearssl
LIBS_nc-learn   := -lseccomp -ljansson -lcap -lbearssl
LIBS_nc-monitor := -lbearssl -Wl,--wrap=_exit
LIBS_nc-state   := -lbearssl -lseccomp
LIBS_nc-trace   := -lseccomp
LIBS_nc-profile := -lseccomp -ljansson -lcap -lbearssl

all: tools helpers

tools: $(TOOLS:%=$(LIBEXEC)/%) $(TOOLS:%=$(B)/bin/%) $(B)/bin/nucleus $(SCRIPTS:nucleus/%=$(LIBEXEC)/%)

LIB_SOURCES := $(wildcard lib/*.c)
$(B)/libnc.a: $(LIB_SOURCES:%.c=$(B)/obj/%.o)
	rm -f $@ && $(AR) rcs $@ $^

$(B)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

# $(1): the tool
define TOOL_RULES
OBJECTS_$(1) := $(patsubst %.c,$(B)/obj/%.o,$(wildcard $(1)/*.c))
$(LIBEXEC)/$(1): $$(OBJECTS_$(1)) $(B)/libnc.a $(DEPS)
	@mkdir -p $$(@D)
	$$(CC) $$(LDFLAGS) -o $$@ $$(OBJECTS_$(1)) $(B)/libnc.a $$(LIBS_$(1)) $$(LIBS)
endef
$(foreach tool,$(TOOLS),$(eval $(call TOOL_RULES,$(tool))))

$(B)/bin/nc-%: $(LIBEXEC)/nc-%
	@mkdir -p $(@D)
	ln -sf ../libexec/nucleus/nc-$* $@

# The scripts know their folder: dash has no builtin that could find it.
$(B)/bin/nucleus: nucleus/nucleus
	@mkdir -p $(@D)
	sed 's|@LIBEXEC@|$(CURDIR)/$(LIBEXEC)|; s|@VERSION@|$(VERSION)|' $< > $@.tmp && chmod 755 $@.tmp && mv $@.tmp $@

$(SCRIPTS:nucleus/%=$(LIBEXEC)/%): $(LIBEXEC)/%: nucleus/%
	@mkdir -p $(@D)
	cp $< $@

# Default filters are compiled to BPF here, not at every start.
-include nc-seccomp/build/rules.mk

# Probes that tests run inside containers: static, no distribution root needed.
HELPERS := $(patsubst tests/helper/%.c,$(B)/helper/%,$(wildcard tests/helper/*.c))
helpers: $(HELPERS)
$(B)/helper/%: tests/helper/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -static -o $@ $<
# what a compiler adds by itself would need the C library
$(B)/helper/try-least: ALL_CFLAGS += -nostdlib -fno-stack-protector

UNITS := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/*.c))
units: $(UNITS)

# A unit test of a second file of a tool names it: UNIT_x is what tests/unit/x.c needs.
LANDLOCK_SOURCES := $(filter-out nc-landlock/nc-landlock.c,$(wildcard nc-landlock/*.c))
UNIT_cases := nc-explain/cases.c
UNIT_confine := nc-enter/confine.c
UNIT_context := nc-mount/contents.c nc-mount/context.c nc-mount/exclude.c
UNIT_interpreter := nc-trace/interpreter.c
UNIT_landlock-config := $(LANDLOCK_SOURCES)
UNIT_kernel-line := nc-state/kernel-line.c
UNIT_landlock-policy := $(LANDLOCK_SOURCES)
UNIT_least := nc-learn/calls.c nc-learn/least.c
UNIT_places := nc-learn/places.c
UNIT_trace := nc-learn/trace.c
UNIT_unseen := nc-trace/unseen.c
UNIT_when := nc-state/when.c
$(B)/unit/caps-policy $(B)/unit/json $(B)/unit/landlock-config $(B)/unit/landlock-policy $(B)/unit/least $(B)/unit/policy $(B)/unit/toml $(B)/unit/trace: LIBS += -ljansson
$(B)/unit/caps-policy: LIBS += -lcap
$(B)/unit/least $(B)/unit/syscall $(B)/unit/unseen: LIBS += -lseccomp

define UNIT_RULES
$(B)/unit/$(1): tests/unit/$(1).c $(patsubst %.c,$(B)/obj/%.o,$(UNIT_$(1))) $(B)/libnc.a
	@mkdir -p $$(@D)
	$$(CC) $$(ALL_CFLAGS) -Inc-caps -Inc-enter -Inc-explain -Inc-landlock -Inc-learn -Inc-mount -Inc-seccomp -Inc-state -Inc-trace -o $$@ $$(filter %.c %.o %.a,$$^) -lcmocka -lbearssl $$(LIBS)
endef
$(foreach unit,$(notdir $(UNITS)),$(eval $(call UNIT_RULES,$(unit))))

# The sections let the linker drop what a tool does not use; with the code in one piece with the
# read-only data, and no padding for RELRO (which a static program that is not PIE has no use for),
# there are fewer pages to fault in: all of it is start-up time.
release:
	release/deps build/deps
	$(MAKE) CONFIG=release CC='musl-gcc' DEPS=build/deps/stamp \
	  CFLAGS='-O2 -fno-pie -ffunction-sections -fdata-sections -I$(CURDIR)/build/deps/include' \
	  LDFLAGS='-static -no-pie -s -Wl,--gc-sections,-z,noseparate-code,-z,norelro -L$(CURDIR)/build/deps/lib' tools

san:
	$(MAKE) CONFIG=san CFLAGS='-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all' units
	tests/run -c san unit

# One libFuzzer harness a parser, for FUZZ_SECONDS each; FUZZ_x is what tests/fuzz/x.c tries of a tool.
FUZZ_SECONDS ?= 10
FUZZERS      := $(patsubst tests/fuzz/%.c,$(B)/harness/%,$(wildcard tests/fuzz/*.c))
fuzzers: $(FUZZERS)

FUZZ_interpreter := nc-trace/interpreter.c
FUZZ_kernel-line := nc-state/kernel-line.c
FUZZ_profile     := $(PROFILE_SOURCES)
FUZZ_rules       := $(LANDLOCK_SOURCES)
FUZZ_trace       := nc-learn/calls.c nc-learn/least.c nc-learn/trace.c $(PROFILE_SOURCES)

define FUZZ_RULES
$(B)/harness/$(1): tests/fuzz/$(1).c $(patsubst %.c,$(B)/obj/%.o,$(FUZZ_$(1))) $(B)/libnc.a
	@mkdir -p $$(@D)
	$$(CC) $$(ALL_CFLAGS) -Inc-landlock -Inc-learn -Inc-seccomp -Inc-state -Inc-trace -fsanitize=fuzzer -o $$@ $$(filter %.c %.o %.a,$$^) -lseccomp -lcap -ljansson -lbearssl $$(LIBS)
endef
$(foreach harness,$(notdir $(FUZZERS)),$(eval $(call FUZZ_RULES,$(harness))))

fuzz:
	$(MAKE) CONFIG=fuzz CC=clang CFLAGS='-O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' fuzzers
	tests/fuzz/run $(FUZZ_SECONDS) $(notdir $(FUZZERS))

check: all units
	tests/run -c $(CONFIG) $(T)

lint:
	tests/lint

bench: release
	tests/bench/run

check-vm: all units release
	tests/vm/run $(T)

vm-shell:
	tests/vm/shell

bench-vm: release
	tests/vm/bench

INSTALLED := $(if $(wildcard build/release/bin/nucleus),build/release,build/dev)
install:
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/libexec/nucleus
	install -m 755 $(addprefix $(INSTALLED)/libexec/nucleus/,$(TOOLS)) $(DESTDIR)$(PREFIX)/libexec/nucleus
	$(if $(SCRIPTS),install -m 644 $(SCRIPTS) $(DESTDIR)$(PREFIX)/libexec/nucleus)
	for t in $(TOOLS); do ln -sf ../libexec/nucleus/$$t $(DESTDIR)$(PREFIX)/bin/$$t || exit 1; done
	sed 's|@LIBEXEC@|$(PREFIX)/libexec/nucleus|; s|@VERSION@|$(VERSION)|' nucleus/nucleus > $(DESTDIR)$(PREFIX)/bin/nucleus
	chmod 755 $(DESTDIR)$(PREFIX)/bin/nucleus
	for p in $(PAGES); do install -D -m 644 $$p $(DESTDIR)$(PREFIX)/share/man/man$${p##*.}/$${p##*/} || exit 1; done
	install -D -m 644 completion/nucleus.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/nucleus
	install -D -m 644 completion/_nucleus $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_nucleus
	install -D -m 644 completion/nucleus.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/nucleus.fish

clean:
	rm -rf build/dev build/release build/san build/clang build/fuzz

.PHONY: all tools helpers units release san fuzz fuzzers check lint bench check-vm vm-shell bench-vm install clean
.SECONDARY:
-include $(shell find $(B)/obj $(B)/unit $(B)/helper $(B)/harness -name '*.d' 2>/dev/null)
