/** @file
 * The numbers that the MAT-file format gives its parts (The MathWorks, MAT-File Format,
 * R2023b, tables 1-1 and 1-3). Not installed.
 */
#ifndef PHW_DATASETS_MAT_FORMAT_H
#define PHW_DATASETS_MAT_FORMAT_H

/** Bytes of the file's head. */
#define PHW_MAT_HEADER_BYTES 128

/** An array's flag for an imaginary part. */
#define PHW_MAT_FLAG_COMPLEX 0x0800U

/** Types of data elements. */
enum {
    PHW_MAT_INT8 = 1,
    PHW_MAT_UINT8,
    PHW_MAT_INT16,
    PHW_MAT_UINT16,
    PHW_MAT_INT32,
    PHW_MAT_UINT32,
    PHW_MAT_SINGLE,
    PHW_MAT_DOUBLE = 9,
    PHW_MAT_INT64 = 12,
    PHW_MAT_UINT64,
    PHW_MAT_MATRIX,
    PHW_MAT_COMPRESSED,
    PHW_MAT_UTF8,
    PHW_MAT_UTF16,
    PHW_MAT_UTF32
};

/** Classes of arrays: numbers are those from double (6) to uint64 (15). */
enum {
    PHW_MAT_CLASS_TEXT = 4,
    PHW_MAT_CLASS_DOUBLE = 6,
    PHW_MAT_CLASS_LAST = 15
};

#endif
