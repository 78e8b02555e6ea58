#include "phy/used_carriers.h"

#include <stdlib.h>

#define WIDTHS 4

/* Points of a transform over 20 MHz, and what is used of one block either side of its
 * middle; a band wider than the block is several of them. */
typedef struct block {
    int n_points;
    int from;
    int to;
} block;

static const struct {
    const char *name;
    double spacing_hz;
    block of[WIDTHS]; /* 20, 40, 80, 160 MHz */
} plans[PHW_N_CARRIER_PLANS] = {
    [PHW_CARRIERS_LEGACY] = {"legacy",
                             312500,
                             {{64, 1, 26}, {64, 1, 26}, {64, 1, 26}, {64, 1, 26}}},
    [PHW_CARRIERS_HT] = {"ht",
                         312500,
                         {{64, 1, 28}, {128, 2, 58}, {256, 2, 122}, {256, 2, 122}}},
    [PHW_CARRIERS_HE] =
        {"he", 78125, {{256, 2, 122}, {512, 3, 244}, {1024, 3, 500}, {1024, 3, 500}}},
};

const char *phw_carrier_plan_name(phw_carrier_plan plan)
{
    return (unsigned)plan < PHW_N_CARRIER_PLANS ? plans[plan].name : NULL;
}

double phw_carrier_spacing_hz(phw_carrier_plan plan)
{
    return (unsigned)plan < PHW_N_CARRIER_PLANS ? plans[plan].spacing_hz : 0;
}

bool phw_carrier_is_used(phw_carrier_plan plan, int width_mhz, int k)
{
    int i = 0;
    while (i < WIDTHS && 20 << i != width_mhz)
        ++i;
    if (i == WIDTHS || (unsigned)plan >= PHW_N_CARRIER_PLANS)
        return false;
    const block *b = &plans[plan].of[i];
    const int n_points = (int)(1e6 * width_mhz / plans[plan].spacing_hz);
    if (k < -n_points / 2 || k >= n_points / 2)
        return false;
    const int place = (k + n_points / 2) % b->n_points - b->n_points / 2;
    return abs(place) >= b->from && abs(place) <= b->to;
}
