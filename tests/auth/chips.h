/** @file
 * Real chips for tests: the shipped read-outs.
 */
#ifndef PHW_TESTS_AUTH_CHIPS_H
#define PHW_TESTS_AUTH_CHIPS_H

#include <stdio.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "auth/readouts.h"
#include "core/file.h"

#define CHIP_SIZE 56320

/* L45: 28 read-outs, M39: 19, M42: 4. */
static const char *const chip_file[3] = {
    "L45-20240210-103050.bin", "M39-20240208-144959.bin", "M42-20240207-093824.bin"};

static inline phw_readouts chip(size_t i)
{
    char path[4096];
    uint8_t *bytes = NULL;
    size_t size = 0;
    phw_readouts r = {0};
    (void)snprintf(path, sizeof path, "%s/datasets/recordings/sram-puf/%s",
                   getenv("PHW_SOURCE"), chip_file[i]);
    cr_assert_eq(phw_file_read(&bytes, &size, path, 1 << 24), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(phw_readouts_parse(&r, bytes, size, CHIP_SIZE), PHW_OK, "%s",
                 phw_error_message());
    free(bytes);
    return r;
}

#endif
