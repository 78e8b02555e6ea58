/** @file
 * One number as files store it: its kind, width and byte order. Not installed.
 */
#ifndef PHW_DATASETS_NUMBER_H
#define PHW_DATASETS_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** Its kind. */
typedef enum phw_number_class {
    PHW_NUMBER_UNSIGNED = 0,
    PHW_NUMBER_SIGNED, /**< two's complement */
    PHW_NUMBER_REAL    /**< IEEE 754 */
} phw_number_class;

/** As it is stored. */
typedef struct phw_number_type {
    size_t size;             /**< bytes */
    phw_number_class class_; /**< (a plain `class` is C++'s) */
    bool big_endian;
} phw_number_type;

/** Whether there are such numbers: integers of 1, 2, 4 or 8 bytes, reals of 4 or 8. */
bool phw_number_is_known(const phw_number_type *type);

/** The number at `at`, whatever its alignment; whole ones are exact up to 2^53. */
double phw_number_at(const phw_number_type *type, const uint8_t *at);

/** The whole number at `at`, of a type that is none of reals; those past 2^63 - 1
 * become that. */
int64_t phw_number_whole_at(const phw_number_type *type, const uint8_t *at);

PHW_END_C

#endif
