#include "channel/fading_spectral.h"

#include <string.h>

#include <criterion/criterion.h>

#include "channel/spectral.h"

#define N_PROCESSES 3

/* fd = 1 Hz; an epoch's own share begins OVERLAP points into it. */
#define OVERLAP 1024

Test(fading_spectral, the_middle_of_a_share_is_one_epoch)
{
    const phw_rng rng = {.seed = 42};
    const phw_fading_config config = {.n = N_PROCESSES, .doppler_hz = 1, .rng = rng};
    const phw_spectrum_choice clarke = {0};
    size_t index[N_PROCESSES] = {0, 1, 2};
    const phw_fading_part part = {.n = N_PROCESSES, .index = index, .reach = 1};
    phw_fading_spectral *bank = NULL;
    phw_spectral *spectral = NULL;
    cr_assert_eq(phw_fading_spectral_create(&bank, &config, &part), PHW_OK);
    cr_assert_eq(phw_spectral_create(&spectral, &clarke, 0, 1), PHW_OK);
    for (int k = 0; k < 200; k += 13) {
        const double point = 10 * k + 0.5;
        phw_cf h[N_PROCESSES];
        phw_fading_spectral_read(bank, h, point / PHW_SPECTRAL_OVERSAMPLING);
        for (size_t i = 0; i < N_PROCESSES; ++i) {
            phw_rng own = rng;
            own.purpose += (uint32_t)i;
            const phw_cf g = phw_spectral_value(spectral, &own, 0, point + OVERLAP);
            cr_expect_lt(cabsf(h[i] - g), 1e-3F, "at %g", point);
        }
    }
    phw_spectral_destroy(spectral);
    phw_fading_spectral_destroy(bank);
}

Test(fading_spectral, nothing_to_destroy_is_fine)
{
    phw_fading_spectral_destroy(NULL);
}
