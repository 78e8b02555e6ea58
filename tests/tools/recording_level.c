#include "tools/recording_level.h"

#include <math.h>

#include <criterion/criterion.h>

Test(recording_level, tells_means_peak_and_clipping_for_any_pieces)
{
    const phw_cf x[4] = {CMPLXF(1.0F - 0x1p-15F, 0), CMPLXF(-1, 0.5F), CMPLXF(0, 0.25F),
                         CMPLXF(0.5F, -0.25F)};
    for (size_t piece = 1; piece <= 4; ++piece) {
        phw_level_meter m = phw_level_meter_start(PHW_COMPONENT_I16);
        for (size_t at = 0; at < 4; at += piece)
            phw_level_meter_push(&m, x + at, 4 - at < piece ? 4 - at : piece);
        const phw_recording_level l = phw_level_meter_read(&m);
        cr_expect_eq(l.clipped_share, 0.5);
        cr_expect_eq(l.peak, 1);
        cr_expect_float_eq(l.dc_i, 0.125, 1e-5);
        cr_expect_float_eq(l.dc_q, 0.125, 1e-12);
        cr_expect_float_eq(l.rms * l.rms, (2 + 0.25 + 0.0625 + 0.3125) / 4, 1e-4);
    }
}

Test(recording_level, floats_have_no_limit)
{
    const phw_cf x = CMPLXF(100, 0);
    phw_level_meter m = phw_level_meter_start(PHW_COMPONENT_F32);
    phw_level_meter_push(&m, &x, 1);
    cr_expect(isnan(phw_level_meter_read(&m).clipped_share));
    cr_expect_eq(phw_level_meter_read(&m).peak, 100);
}
