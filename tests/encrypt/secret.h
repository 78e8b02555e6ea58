/** @file
 * The key of the known answers: 00 01 02 ...
 */
#ifndef PHW_TESTS_ENCRYPT_SECRET_H
#define PHW_TESTS_ENCRYPT_SECRET_H

#include <criterion/criterion.h>

#include "core/key.h"

/** `size` bytes counting from `first`, to be freed. */
static inline phw_key secret(size_t size, unsigned first)
{
    phw_key key = {0};
    cr_assert_eq(phw_key_alloc(&key, size), PHW_OK);
    for (size_t i = 0; i < size; ++i)
        key.byte[i] = (uint8_t)(first + i);
    return key;
}

#endif
