/** @file
 * The clock of the benchmarks.
 */
#ifndef PHW_TESTS_BENCH_CLOCK_H
#define PHW_TESTS_BENCH_CLOCK_H

#include <time.h>

/** CPU time of this process, s: what else the machine does is not in it. */
static inline double now_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

#endif
