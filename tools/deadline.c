#include "tools/deadline.h"

#include <time.h>

double phw_deadline_now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int phw_deadline_slice(double deadline_s)
{
    const double left_ms = 1000 * (deadline_s - phw_deadline_now());
    if (left_ms <= 0)
        return 0;
    return left_ms < PHW_DEADLINE_SLICE_MS ? (int)left_ms + 1 : PHW_DEADLINE_SLICE_MS;
}
