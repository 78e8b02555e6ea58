#include "channel/interferer_jammer.h"

static const phw_param param[] = {PHW_INTERFERER_POWER};

static void fill(phw_cf *out, const phw_interferer_source *source, int64_t from,
                 size_t n)
{
    phw_rng_normal_complex(out, &source->rng, 1, phw_interferer_index(from), n);
}

const phw_interferer phw_interferer_jammer = {
    .name = "jammer",
    .summary = "white noise, always on",
    .params = param,
    .n_params = sizeof param / sizeof param[0],
    .fill = fill,
};
