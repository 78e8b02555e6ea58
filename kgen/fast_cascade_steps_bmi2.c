/* GCC compiles all that follows for the wider instruction set; clang, which has no such
 * pragma, and other machines leave it at the plain steps. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#    pragma GCC target("bmi,bmi2,lzcnt,popcnt")

#    define PHW_FAST_CASCADE_STEPS      steps_bmi2
#    define PHW_FAST_CASCADE_STEPS_NAME "bmi2"

#    include "kgen/fast_cascade_steps.h"

static const phw_fast_cascade_steps *steps_bmi2(void);

#    include "kgen/fast_cascade_steps.c"

const phw_fast_cascade_steps *phw_fast_cascade_steps_bmi2(void)
{
    const bool has = __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
                     __builtin_cpu_supports("lzcnt") &&
                     __builtin_cpu_supports("popcnt");
    return has ? steps_bmi2() : NULL;
}

#else

#    include "kgen/fast_cascade_steps.h"

const phw_fast_cascade_steps *phw_fast_cascade_steps_bmi2(void)
{
    return NULL;
}

#endif
