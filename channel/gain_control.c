#include "channel/gain_control.h"

#include <math.h>

enum {
    WINDOW_PRESET = 64,
    WINDOW_MOST = 1 << 20
};

static void fill_presets(phw_gain_control_config *c)
{
    if (c->step_db == 0)
        c->step_db = 1;
    if (c->attack_db == 0)
        c->attack_db = fmax(10, c->step_db);
    if (c->window == 0)
        c->window = WINDOW_PRESET;
    if (c->gain_min_db == 0 && c->gain_max_db == 0) {
        c->gain_min_db = -200;
        c->gain_max_db = 200;
    }
}

static bool is_within(double x, double from, double to)
{
    return x >= from && x <= to;
}

static phw_status refuse(const char *field, double value, double from, double to)
{
    return phw_fail(PHW_EARG, "gain control: %s %g; expected %g to %g", field, value,
                    from, to);
}

static phw_status check(const phw_gain_control_config *c)
{
    if (!is_within(c->target_db, -120, 60))
        return refuse("target_db", c->target_db, -120, 60);
    if (!is_within(c->step_db, 0.01, 20))
        return refuse("step_db", c->step_db, 0.01, 20);
    if (!is_within(c->attack_db, c->step_db, 400))
        return refuse("attack_db", c->attack_db, c->step_db, 400);
    if (!is_within(c->gain_max_db, -200, 200))
        return refuse("gain_max_db", c->gain_max_db, -200, 200);
    if (!is_within(c->gain_min_db, -200, c->gain_max_db))
        return refuse("gain_min_db", c->gain_min_db, -200, c->gain_max_db);
    if (!is_within(c->gain_db, c->gain_min_db, c->gain_max_db))
        return refuse("gain_db", c->gain_db, c->gain_min_db, c->gain_max_db);
    if (c->window > WINDOW_MOST)
        return phw_fail(PHW_EARG, "gain control: window %zu; expected 1 to %d",
                        c->window, WINDOW_MOST);
    return PHW_OK;
}

phw_status phw_gain_control_init(phw_gain_control *out,
                                 const phw_gain_control_config *config)
{
    phw_gain_control g = {.config = *config};
    if (config->on) {
        fill_presets(&g.config);
        PHW_TRY(check(&g.config));
    }
    *out = g;
    phw_gain_control_reset(out);
    return PHW_OK;
}

void phw_gain_control_reset(phw_gain_control *control)
{
    control->power = 0;
    control->n = 0;
    control->gain_db = control->config.on ? control->config.gain_db : 0;
}

/* The window is full: by how much the power behind the gain is off, in whole steps. */
static void adjust(phw_gain_control *g)
{
    const phw_gain_control_config *c = &g->config;
    const double power = g->power / (double)c->window;
    g->power = 0;
    if (!(power > 0) || !isfinite(power))
        return;
    const double error_db = c->target_db - g->gain_db - 10 * log10(power);
    /* 0.3 over 0.1 is a little less than 3. */
    const double most = floor(c->attack_db / c->step_db + 1e-9);
    const double steps = fmax(-most, fmin(most, nearbyint(error_db / c->step_db)));
    const double wanted = g->gain_db + steps * c->step_db;
    const double gain_db = fmax(c->gain_min_db, fmin(c->gain_max_db, wanted));
    if (gain_db == g->gain_db)
        return;
    g->gain_db = gain_db;
    if (c->log != NULL)
        c->log(c->context, g->n, gain_db);
}

void phw_gain_control_run(phw_gain_control *control, phw_cf *inout, size_t n)
{
    const size_t window = control->config.window;
    if (!control->config.on)
        return;
    while (n > 0) {
        const size_t left = window - (size_t)(control->n % window);
        const size_t take = left < n ? left : n;
        const float gain = (float)pow(10, control->gain_db / 20);
        for (size_t i = 0; i < take; ++i) {
            control->power += phw_cf_power(inout[i]);
            inout[i] *= gain;
        }
        control->n += take;
        if (take == left)
            adjust(control);
        inout += take;
        n -= take;
    }
}
