#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "channel/interference.h"
#include "channel/phase_mask.h"
#include "channel/power_stage.h"

#include "tests/fuzz/fuzz.h"

/* What text can ask of a radio: whatever is read must run, and stay finite. */
static void run_interferer(const char *text)
{
    phw_interferer_choice c;
    phw_interference *x = NULL;
    const phw_rng rng = {.seed = 1};
    phw_cf y[40] = {0};
    if (phw_interferer_choose(&c, text) != PHW_OK ||
        phw_interference_create(&x, &c, 1e-3, 1e6, &rng) != PHW_OK)
        return;
    phw_interference_start(x, -1e-5);
    phw_interference_add(x, y, 40);
    if (!isfinite(crealf(y[39])))
        abort();
    phw_interference_destroy(x);
}

static void run_amplifier(const char *text)
{
    phw_power_amplifier_choice c;
    phw_power_stage *s = NULL;
    phw_cf y[4] = {1, CMPLXF(0, 30), 1e-9F, 0};
    if (phw_power_amplifier_choose(&c, text) != PHW_OK ||
        phw_power_stage_create(&s, &c, 3) != PHW_OK)
        return;
    phw_power_stage_run(s, y, 4);
    if (!isfinite(crealf(y[1])))
        abort();
    phw_power_stage_destroy(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    if (text == NULL)
        return 0;
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    phw_phase_mask mask = {0};
    phw_phase_poles poles;
    if (phw_phase_mask_read(&mask, text) == PHW_OK &&
        phw_phase_mask_check(&mask, 1e9) == PHW_OK) {
        phw_phase_poles_fit(&poles, &mask);
        if (mask.n > 0 && !isfinite(phw_phase_poles_level(&poles, 1e3)))
            abort();
    }
    run_interferer(text);
    run_amplifier(text);
    free(text);
    return 0;
}
