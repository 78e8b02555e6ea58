#include "channel/link.h"

#include <math.h>
#include <stdlib.h>

#include "channel/fading.h"
#include "channel/profiles.h"
#include "core/rng.h"
#include "core/signal.h"

/* Where the purposes of a link's streams begin: link, observer, tap. */
#define PROCESSES   PHW_TAPS_MAX
#define OBSERVERS   2
#define NUMBER_MAX  4095
#define RICE_K_MAX  1e6
#define LOS_DOPPLER 0.7 /* of fd, TR 38.901 7.7.2 */

struct phw_link {
    phw_link_config config;
    phw_taps taps;
    phw_fading *fading;          /* g of Alice and Bob */
    phw_fading *apart;           /* w, what Eve has for herself */
    float diffuse[PHW_TAPS_MAX]; /* root of a tap's diffuse power */
    double los_amplitude;        /* of tap 0 */
    double los_turn[OBSERVERS];  /* phases at time 0, turns */
    phw_cf scratch[PHW_TAPS_MAX];
};

static phw_status check(const phw_link_config *c)
{
    if (c->profile == NULL)
        return phw_fail(PHW_EARG, "link: no profile; see phw_profile_find()");
    if (!(c->rice_k >= 0 && c->rice_k <= RICE_K_MAX))
        return phw_fail(PHW_EARG, "link: K %g; expected 0 to %g, linear", c->rice_k,
                        RICE_K_MAX);
    if (!(c->eve_correlation >= 0 && c->eve_correlation <= 1))
        return phw_fail(PHW_EARG, "link: correlation %g of Eve's taps; expected 0 to 1",
                        c->eve_correlation);
    if (c->number > NUMBER_MAX)
        return phw_fail(PHW_EARG, "link: number %u; expected 0 to %d",
                        (unsigned)c->number, NUMBER_MAX);
    return PHW_OK;
}

/* A stream of this link, of the observer's own part. */
static phw_rng address(const phw_link *link, uint32_t kind, uint32_t observer)
{
    const uint32_t sub = (link->config.number * OBSERVERS + observer) * PROCESSES;
    return (phw_rng){.seed = link->config.seed,
                     .purpose = PHW_RNG_PURPOSE(kind, sub),
                     .trial = link->config.trial};
}

static double draw_turn(const phw_link *link, phw_link_observer observer)
{
    const phw_rng rng = address(link, PHW_RNG_PHASE, observer);
    float turn;
    phw_rng_uniform(&turn, &rng, 0, 1);
    return (double)turn;
}

static void draw_phases(phw_link *link)
{
    const double r = link->config.eve_correlation;
    const double q = sqrt(1 - r * r);
    const double phi = draw_turn(link, PHW_LINK_LEGITIMATE);
    const double psi = draw_turn(link, PHW_LINK_EVE);
    const double re = r * cos(2 * M_PI * phi) + q * cos(2 * M_PI * psi);
    const double im = r * sin(2 * M_PI * phi) + q * sin(2 * M_PI * psi);
    link->los_turn[PHW_LINK_LEGITIMATE] = phi;
    link->los_turn[PHW_LINK_EVE] = atan2(im, re) / (2 * M_PI);
}

static void set_amplitudes(phw_link *link)
{
    const double k = link->config.rice_k;
    for (size_t l = 0; l < link->taps.n; ++l)
        link->diffuse[l] = (float)sqrt(link->taps.power[l] / (l == 0 ? k + 1 : 1));
    link->los_amplitude = sqrt(link->taps.power[0] * k / (k + 1));
}

static phw_status prepare(phw_link *link)
{
    const phw_link_config *c = &link->config;
    PHW_TRY(phw_profile_taps(&link->taps, c->profile, c->delay_spread_s, c->n_taps));
    phw_fading_config fading = {.n = link->taps.n, .doppler_hz = c->doppler_hz};
    fading.rng = address(link, PHW_RNG_FADING, PHW_LINK_LEGITIMATE);
    PHW_TRY(phw_fading_create(&link->fading, &fading));
    fading.rng = address(link, PHW_RNG_FADING, PHW_LINK_EVE);
    PHW_TRY(phw_fading_create(&link->apart, &fading));
    set_amplitudes(link);
    draw_phases(link);
    return PHW_OK;
}

phw_status phw_link_create(phw_link **out, const phw_link_config *config)
{
    PHW_TRY(check(config));
    phw_link *link = NULL;
    PHW_TRY(phw_array_alloc(&link, 1, sizeof *link));
    link->config = *config;
    const phw_status s = prepare(link);
    if (s) {
        phw_link_destroy(link);
        return s;
    }
    *out = link;
    return PHW_OK;
}

void phw_link_destroy(phw_link *link)
{
    if (link == NULL)
        return;
    phw_fading_destroy(link->fading);
    phw_fading_destroy(link->apart);
    free(link);
}

void phw_link_reset(phw_link *link, uint64_t seed, uint32_t trial)
{
    link->config.seed = seed;
    link->config.trial = trial;
    const phw_rng shared = address(link, PHW_RNG_FADING, PHW_LINK_LEGITIMATE);
    const phw_rng own = address(link, PHW_RNG_FADING, PHW_LINK_EVE);
    phw_fading_reset(link->fading, &shared);
    phw_fading_reset(link->apart, &own);
    draw_phases(link);
}

const phw_taps *phw_link_profile(const phw_link *link)
{
    return &link->taps;
}

/* Unit processes of what Eve sees: r g + sqrt(1 - r^2) w. */
static phw_status read_eve(phw_link *link, phw_cf *out, double time_s)
{
    const double r = link->config.eve_correlation;
    const float shared = (float)r;
    const float own = (float)sqrt(1 - r * r);
    if (r < 1)
        PHW_TRY(phw_fading_read(link->apart, out, time_s));
    if (r <= 0)
        return PHW_OK;
    PHW_TRY(phw_fading_read(link->fading, link->scratch, time_s));
    for (size_t l = 0; l < link->taps.n; ++l)
        out[l] = shared * link->scratch[l] + (r < 1 ? own * out[l] : 0);
    return PHW_OK;
}

static phw_cf line_of_sight(const phw_link *link, phw_link_observer observer,
                            double time_s)
{
    const double turns = LOS_DOPPLER * link->config.doppler_hz * time_s;
    const double angle =
        2 * M_PI * (turns - nearbyint(turns) + link->los_turn[observer]);
    return CMPLXF((float)(link->los_amplitude * cos(angle)),
                  (float)(link->los_amplitude * sin(angle)));
}

phw_status phw_link_taps(phw_link *link, phw_cf *out, phw_link_observer observer,
                         double time_s)
{
    if (observer == PHW_LINK_EVE)
        PHW_TRY(read_eve(link, out, time_s));
    else
        PHW_TRY(phw_fading_read(link->fading, out, time_s));
    for (size_t l = 0; l < link->taps.n; ++l)
        out[l] *= link->diffuse[l];
    if (link->config.rice_k > 0)
        out[0] += line_of_sight(link, observer, time_s);
    return PHW_OK;
}
