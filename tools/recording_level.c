#include "tools/recording_level.h"

#include <math.h>

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

phw_level_meter phw_level_meter_start(phw_component component)
{
    const double limit = limit_of(component);
    return (phw_level_meter){.limit = limit > 0 ? limit : HUGE_VAL};
}

void phw_level_meter_push(phw_level_meter *m, const phw_cf *sample, size_t n)
{
    for (size_t k = 0; k < n; ++k) {
        const double i = (double)crealf(sample[k]);
        const double q = (double)cimagf(sample[k]);
        const double larger = fmax(fabs(i), fabs(q));
        m->i += i;
        m->q += q;
        m->power += i * i + q * q;
        m->peak = larger > m->peak ? larger : m->peak;
        m->n_clipped += larger >= m->limit;
    }
    m->n += n;
}

phw_recording_level phw_level_meter_read(const phw_level_meter *m)
{
    const double count = m->n > 0 ? (double)m->n : 1;
    return (phw_recording_level){
        .dc_i = m->i / count,
        .dc_q = m->q / count,
        .rms = sqrt(m->power / count),
        .peak = m->peak,
        .clipped_share =
            isfinite(m->limit) ? (double)m->n_clipped / count : (double)NAN,
    };
}
