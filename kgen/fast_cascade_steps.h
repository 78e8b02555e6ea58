/** @file
 * How the fast Cascade's machine takes its steps: the same code compiled for more than
 * one instruction set.
 */
#ifndef PHW_KGEN_FAST_CASCADE_STEPS_H
#define PHW_KGEN_FAST_CASCADE_STEPS_H

#include "kgen/dialogue.h"

PHW_BEGIN_C

/** One end's part of each round, of a phw_fast_cascade. */
typedef struct phw_fast_cascade_steps {
    const char *name; /**< of the instruction set */
    phw_dialogue_calls calls;
} phw_fast_cascade_steps;

/** Plain C; the reference. */
PHW_API const phw_fast_cascade_steps *phw_fast_cascade_steps_plain(void);

/** With BMI2; NULL where the compiler or this CPU has none. */
PHW_API const phw_fast_cascade_steps *phw_fast_cascade_steps_bmi2(void);

PHW_END_C

#endif
