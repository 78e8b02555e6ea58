#include "phy/channel_estimator_ls.h"

#include <stdlib.h>
#include <string.h>

struct phw_channel_estimation {
    size_t n;
};

static phw_status create(phw_channel_estimation **out, const phw_pilot_estimate *pilots,
                         const phw_channel_estimator_config *config)
{
    (void)config;
    phw_channel_estimation *e = calloc(1, sizeof *e);
    if (e == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for an estimator");
    e->n = pilots->n;
    *out = e;
    return PHW_OK;
}

static void destroy(phw_channel_estimation *e)
{
    free(e);
}

static phw_status estimate(phw_channel_response *out, phw_channel_estimation *e,
                           const phw_pilot_estimate *pilots)
{
    if (pilots->n != e->n)
        return phw_fail(PHW_EINPUT, "estimator ls: %zu pilots, made for %zu", pilots->n,
                        e->n);
    memcpy(out->value, pilots->value, pilots->n * sizeof *out->value);
    out->error = phw_pilot_estimate_noise(pilots);
    out->n_paths = 0;
    return PHW_OK;
}

const phw_channel_estimator phw_channel_estimator_ls = {
    .name = "ls",
    .summary = "the values as they come, each with all of its noise",
    .reference = "Kay, Fundamentals of Statistical Signal Processing: Estimation "
                 "Theory, 1993, chapter 4",
    .create = create,
    .destroy = destroy,
    .estimate = estimate,
};
