/* What every fuzz target offers: libFuzzer calls it, or replay.c over a corpus. */
#ifndef PHW_TESTS_FUZZ_FUZZ_H
#define PHW_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
