/** @file
 * How samples lie in a file: SigMF's datatypes, their names, sizes and conversion to
 * complex samples of magnitude about 1.
 */
#ifndef PHW_DATASETS_SAMPLE_TYPE_H
#define PHW_DATASETS_SAMPLE_TYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** One component (I, Q, or a real sample) as stored. */
typedef enum phw_component {
    PHW_COMPONENT_F32 = 0, /**< IEEE 754 single */
    PHW_COMPONENT_F64,     /**< IEEE 754 double */
    PHW_COMPONENT_I32,     /**< two's complement, x / 2^31 */
    PHW_COMPONENT_I24,     /**< two's complement, x / 2^23; WAV only, not in SigMF */
    PHW_COMPONENT_I16,     /**< two's complement, x / 2^15 */
    PHW_COMPONENT_I8,      /**< two's complement, x / 2^7 */
    PHW_COMPONENT_U32,     /**< offset binary, (x - c) / c with c = (2^32 - 1) / 2 */
    PHW_COMPONENT_U16,     /**< offset binary, (x - c) / c with c = 32767.5 */
    PHW_COMPONENT_U8,      /**< offset binary, (x - c) / c with c = 127.5 */
    PHW_N_COMPONENTS
} phw_component;

/** One sample: a component, or two of them with I before Q. */
typedef struct phw_sample_type {
    phw_component component;
    bool is_complex;
    bool big_endian; /**< false for one-byte components */
} phw_sample_type;

/** Room for the longest name and its 0 byte. */
#define PHW_SAMPLE_TYPE_NAME_SIZE 12

/** Reads a SigMF datatype name: (c|r)(f32|f64|i32|i16|i8|u32|u16|u8) with an optional
 * _le or _be, none meaning little-endian and none being allowed for one-byte ones.
 * PHW_EINPUT lists the choices. (SigMF 1.2.5, `core:datatype`.) */
PHW_API PHW_MUST_USE phw_status phw_sample_type_parse(phw_sample_type *out,
                                                      const char *name);

/** The full SigMF name ("ci16_le", "ru8") into `out`. */
PHW_API void phw_sample_type_name(char out[PHW_SAMPLE_TYPE_NAME_SIZE],
                                  phw_sample_type type);

/** Bytes of one sample (both components of a complex one): 1 to 16. */
PHW_API size_t phw_sample_type_size(phw_sample_type type);

/** Whether two types are the same. */
PHW_API bool phw_sample_type_equal(phw_sample_type a, phw_sample_type b);

/** Converts the `n` samples that lie packed at `bytes` (any alignment, not overlapping
 * `out`); real ones get a zero imaginary part. Integers are scaled as told at
 * phw_component, floats are taken as they are. PHW_EINPUT names sample `first` + i when
 * a float is NaN, infinite or beyond single precision; `out` is then unspecified. */
PHW_API PHW_MUST_USE phw_status phw_sample_type_convert(phw_cf *out, const void *bytes,
                                                        size_t n, phw_sample_type type,
                                                        uint64_t first);

PHW_END_C

#endif
