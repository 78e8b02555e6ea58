/** @file
 * The interface of block codes over bits: what makes noisy cells of a chip, or noisy
 * readings of a channel, give the same secret again. One entry a code (code_NAME.c),
 * listed in codes.h.
 *
 * Words and messages are arrays of one bit a byte, 0 or 1.
 */
#ifndef PHW_KGEN_CODE_H
#define PHW_KGEN_CODE_H

#include <stddef.h>
#include <stdint.h>

#include "core/param.h"
#include "core/status.h"

PHW_BEGIN_C

struct phw_code;

/** A code made ready by its entry: the head of what the entry keeps. It has scratch
 * memory, so it belongs to one thread. */
typedef struct phw_codec {
    const struct phw_code *code; /**< the entry */
    size_t n;                    /**< bits of a word */
    size_t k;                    /**< bits of a message */
    size_t t;                    /**< errors a word that are always corrected */
} phw_codec;

/** One code. */
typedef struct phw_code {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;

    /** A codec with its tables. PHW_EARG for parameters that make no code; PHW_ENOMEM.
     */
    phw_status (*create)(phw_codec **out, const phw_params *params);

    /** Takes NULL; wipes the scratch. */
    void (*destroy)(phw_codec *codec);

    /** word[n] of message[k]. No branch and no index depends on the message. */
    void (*encode)(phw_codec *codec, uint8_t *word, const uint8_t *message);

    /** message[k] of the code word within t errors of word[n]; answers 1, or 0 where
     * there is none: the message is then of no use. What is more than t errors off may
     * also come out as another message, and answers 1. Entries say when a branch or an
     * index depends on the word. */
    uint8_t (*decode)(phw_codec *codec, uint8_t *message, const uint8_t *word);
} phw_code;

PHW_END_C

#endif
