#include "tools/recording_level.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"
#include "tools/cancel.h"

#define BLOCK 65536

typedef struct sums {
    double i, q, power, peak;
    uint64_t n, n_clipped;
} sums;

/* The least positive magnitude of a component that is the type's last step; the scales
 * are those of phw_component. */
static double limit_of(phw_component component)
{
    static const double limit[PHW_N_COMPONENTS] = {
        [PHW_COMPONENT_I32] = 1 - 0x1p-23, /* a float holds no finer step */
        [PHW_COMPONENT_I24] = 1 - 0x1p-23, [PHW_COMPONENT_I16] = 1 - 0x1p-15,
        [PHW_COMPONENT_I8] = 1 - 0x1p-7,   [PHW_COMPONENT_U32] = 1,
        [PHW_COMPONENT_U16] = 1,           [PHW_COMPONENT_U8] = 1,
    };
    return limit[component];
}

static void add(sums *s, const phw_cf *sample, size_t n, double limit)
{
    for (size_t k = 0; k < n; ++k) {
        const double i = (double)crealf(sample[k]);
        const double q = (double)cimagf(sample[k]);
        const double larger = fmax(fabs(i), fabs(q));
        s->i += i;
        s->q += q;
        s->power += i * i + q * q;
        s->peak = larger > s->peak ? larger : s->peak;
        s->n_clipped += larger >= limit;
    }
    s->n += n;
}

phw_status phw_recording_measure(phw_recording_level *out, phw_recording *recording,
                                 phw_progress *progress)
{
    const double limit = limit_of(phw_recording_info(recording)->type.component);
    phw_cf *block = NULL;
    PHW_TRY(phw_array_alloc(&block, BLOCK, sizeof *block));
    sums s = {0};
    size_t n = 0;
    phw_status status = PHW_OK;
    do {
        status = phw_recording_read(recording, block, BLOCK, &n);
        if (!status)
            status = phw_cancel_check();
        if (!status)
            add(&s, block, n, limit > 0 ? limit : (double)INFINITY);
        phw_progress_show(progress, (double)s.n);
    } while (!status && n > 0);
    free(block);
    if (status)
        return status;
    if (s.n == 0)
        return phw_fail(PHW_EINPUT, "the recording holds no samples");
    const double count = (double)s.n;
    *out = (phw_recording_level){
        .dc_i = s.i / count,
        .dc_q = s.q / count,
        .rms = sqrt(s.power / count),
        .peak = s.peak,
        .clipped_share = limit > 0 ? (double)s.n_clipped / count : (double)NAN,
    };
    return PHW_OK;
}
