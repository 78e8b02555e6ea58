/** @file
 * What the fast Cascade's machine is made of.
 */
#ifndef PHW_KGEN_FAST_CASCADE_MACHINE_H
#define PHW_KGEN_FAST_CASCADE_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "kgen/dialogue.h"
#include "kgen/fast_cascade_pass.h"
#include "kgen/fast_cascade_scheme.h"
#include "kgen/folded.h"

PHW_BEGIN_C

/** What is asked in a round. */
typedef enum phw_fast_cascade_topic {
    PHW_FAST_CASCADE_LEAVES, /**< parts of odd leaves of passes and masks that are due
                              */
    PHW_FAST_CASCADE_ROOTS,  /**< the blocks of the pass opened last */
    PHW_FAST_CASCADE_MASKS   /**< all masks */
} phw_fast_cascade_topic;

/** No place. */
#define PHW_FAST_CASCADE_NONE UINT32_MAX

/** What was asked for: the parity of places [at, next) of a leaf. */
typedef struct phw_fast_cascade_question {
    uint32_t at, next;
    uint32_t first; /**< the only place before `next` that can differ, or NONE */
    uint32_t rest;  /**< the only one from there on, or NONE, also when another question
                         about it follows */
} phw_fast_cascade_question;

/** phw_fast_cascade behind its name. */
struct phw_fast_cascade {
    phw_fast_cascade_scheme scheme;
    size_t n;
    phw_fast_cascade_tables *made; /**< NULL in a machine that shares another's */
    const phw_fast_cascade_tables *tables;
    phw_fast_cascade_pass *pass; /**< those of blocks, then the masks */
    uint64_t *scratch;           /**< of all passes */
    unsigned n_open;             /**< passes of blocks whose roots were asked */
    unsigned n_masks;            /**< masks that were opened */
    phw_folded key;
    phw_bits corrected;
    phw_fast_cascade_topic topic;
    size_t n_due; /**< questions of the round, at most */
    phw_fast_cascade_question *question;
    size_t n_questions;
    uint32_t *found; /**< places of the bits found by the questions, pass by pass */
    size_t capacity; /**< of question, and half of found's */
    const phw_dialogue_calls *calls; /**< one instruction set's steps */
    phw_dialogue talk;
};

PHW_END_C

#endif
