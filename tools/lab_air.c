#include "tools/lab_air.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "channel/laws.h"
#include "channel/noise.h"
#include "channel/response.h"
#include "channel/spectra.h"
#include "core/signal.h"
#include "tools/lab_beam.h"
#include "tools/lab_network.h"
#include "tools/lab_paths.h"
#include "tools/lab_power.h"
#include "tools/lab_randomizer.h"
#include "tools/lab_sounding.h"

/* Exchanges times subcarriers of which disturbance is measured, some 20 ms' worth. */
#define EXCHANGES_SUBCARRIERS 60000

struct phw_air {
    phw_lab_plan plan;
    phw_network *network;
    phw_lab_beam *beam;
    phw_lab_paths *paths;
    phw_lab_power *power;
    phw_lab_radio *radio;
    phw_lab_randomizer randomizer; /* opened where it is asked for */
    bool is_random;
    size_t steered;            /* exchange of the hub's weights, from 1; 0 none */
    double *offset;            /* of the subcarriers */
    phw_cf *factor;            /* of the radios on each subcarrier */
    phw_response *response[2]; /* of links with all taps, of those with one */
    phw_cf *antenna;           /* taps x antennas x antennas */
    phw_cf *tap;               /* taps x channels */
    phw_cf lane[PHW_TAPS_MAX]; /* of one channel */
    size_t n;                  /* subcarriers */
    double share;              /* of a sample's noise that an estimate has */
    double disturbance[PHW_LAB_NODES_MAX]; /* mean power, of a node's estimates */
    uint64_t seed;
    uint32_t trial;
};

static const phw_lab_observation *pair_of(const phw_air *air, size_t observation)
{
    return &air->plan.observation[observation];
}

const phw_taps *phw_air_profile(const phw_air *air, size_t observation)
{
    const phw_lab_observation *o = pair_of(air, observation);
    return phw_network_profile(air->network, o->sender, o->receiver);
}

double phw_air_doppler_hz(const phw_air *air, size_t observation)
{
    const phw_scenario *s = air->plan.scenario;
    const phw_taps *taps = phw_air_profile(air, observation);
    phw_spectrum_choice common = {0};
    phw_law_choice law = {0};
    double edge = 0;
    /* The scenario was checked: its law and its spectrum can be chosen. */
    if (*s->law != '\0' && phw_law_choose(&law, s->law) != PHW_OK)
        law = (phw_law_choice){0};
    if (*s->spectrum != '\0' && phw_spectrum_choose(&common, s->spectrum) != PHW_OK)
        common = (phw_spectrum_choice){0};
    for (size_t l = 0; l < taps->n; ++l) {
        const phw_spectrum *own = taps->spectrum[l];
        const phw_spectrum *entry = own != NULL ? own : phw_spectrum_entry(&common);
        edge = fmax(edge, entry->edge);
    }
    const bool is_two_hops = phw_scenario_count(s, PHW_SECTION_SURFACE) > 0 ||
                             phw_scenario_count(s, PHW_SECTION_TAGS) > 0;
    return (is_two_hops ? 2 : 1) * edge * phw_law_widening(&law) *
           phw_network_doppler_hz(air->network);
}

/* Links have the scenario's taps or, of flat sites, one. */
static bool is_flat(const phw_air *air, size_t observation)
{
    return phw_air_profile(air, observation)->n == 1;
}

static phw_status make_responses(phw_air *air)
{
    PHW_TRY(phw_array_alloc(&air->offset, air->n, sizeof *air->offset));
    PHW_TRY(phw_array_alloc(&air->factor, air->n, sizeof *air->factor));
    PHW_TRY(phw_lab_sounding_offsets(air->offset, air->plan.scenario));
    for (size_t o = 0; o < air->plan.n; ++o) {
        const phw_taps *taps = phw_air_profile(air, o);
        phw_response **response = &air->response[is_flat(air, o)];
        if (*response == NULL)
            PHW_TRY(phw_response_create(response, taps->delay_s, taps->n, air->offset,
                                        air->n));
    }
    return PHW_OK;
}

/* Room for the largest of all observations. */
static phw_status make_room(phw_air *air)
{
    size_t most = 1;
    for (size_t o = 0; o < air->plan.n; ++o) {
        const phw_lab_observation *pair = pair_of(air, o);
        const size_t n = phw_network_antennas(air->network, pair->sender) *
                         phw_network_antennas(air->network, pair->receiver);
        most = n > most ? n : most;
    }
    PHW_TRY(phw_array_alloc(&air->antenna, most * PHW_TAPS_MAX, sizeof *air->antenna));
    return phw_array_alloc(&air->tap, most * PHW_TAPS_MAX, sizeof *air->tap);
}

/* Draws of pilots, or weights of the hub's antennas. */
static phw_status make_random(phw_air *air)
{
    const size_t hub = air->plan.observation[PHW_PARTY_ALICE].receiver;
    const size_t antennas = phw_network_antennas(air->network, hub);
    air->steered = 0;
    phw_lab_randomizer_close(&air->randomizer);
    return phw_lab_randomizer_open(&air->randomizer, &air->plan,
                                   air->n > antennas ? air->n : antennas, air->seed,
                                   air->trial);
}

/* The hub's weights for the exchange that an instant is in. */
static phw_status steer(phw_air *air, double time_s)
{
    const size_t hub = air->plan.observation[PHW_PARTY_ALICE].receiver;
    /* An instant that is an exchange's start may lie a rounding before it. */
    const double at =
        floor(time_s / air->plan.scenario->value[PHW_SCENARIO_INTERVAL_S] + 1e-9);
    const size_t exchange = at > 0 ? (size_t)at : 0;
    if (!air->is_random || air->randomizer.entry->reach != PHW_REACH_ANTENNAS ||
        air->steered == exchange + 1)
        return PHW_OK;
    air->steered = exchange + 1;
    return phw_lab_beam_steer(air->beam, hub,
                              phw_lab_randomizer_draw(&air->randomizer, hub, exchange));
}

/* What is on top of the network and depends on the trial. */
static phw_status make_upper(phw_air *air)
{
    PHW_TRY(phw_lab_beam_create(&air->beam, &air->plan, air->network));
    PHW_TRY(phw_lab_paths_create(&air->paths, &air->plan, air->network, air->seed,
                                 air->trial));
    PHW_TRY(phw_lab_power_create(&air->power, &air->plan, air->seed, air->trial));
    PHW_TRY(phw_lab_radio_create(&air->radio, &air->plan, air->seed, air->trial));
    if (!air->is_random)
        return PHW_OK;
    PHW_TRY(make_random(air));
    return steer(air, 0);
}

static void free_upper(phw_air *air)
{
    phw_lab_randomizer_close(&air->randomizer);
    phw_lab_radio_destroy(air->radio);
    phw_lab_power_destroy(air->power);
    phw_lab_paths_destroy(air->paths);
    phw_lab_beam_destroy(air->beam);
    air->radio = NULL;
    air->power = NULL;
    air->paths = NULL;
    air->beam = NULL;
}

static bool is_disturbed(const phw_air *air)
{
    return phw_scenario_count(air->plan.scenario, PHW_SECTION_INTERFERERS) > 0;
}

/* Into air->factor: what an observation's estimates have of those who disturb them,
 * while signals of that mean power are received. */
static phw_status hear(phw_air *air, size_t observation, double signal, size_t probe)
{
    const phw_lab_listener listener = {.node = pair_of(air, observation)->receiver,
                                       .noise_variance =
                                           phw_air_sample_noise(air, observation),
                                       .signal = signal};
    return phw_lab_interference_estimate(
        phw_lab_radio_interference(air->radio), &listener, air->factor, air->offset,
        air->n, phw_lab_plan_instant(&air->plan, observation, probe));
}

/* Mean power over exchanges from the first to the last, fewer of many subcarriers. */
static phw_status measure_disturbance(phw_air *air, size_t observation)
{
    const size_t n_probes = (size_t)air->plan.scenario->value[PHW_SCENARIO_PROBES];
    const size_t affordable = 1 + EXCHANGES_SUBCARRIERS / air->n;
    const size_t wanted =
        affordable < PHW_AIR_EXCHANGES ? affordable : PHW_AIR_EXCHANGES;
    const size_t n = n_probes < wanted ? n_probes : wanted;
    double sum = 0;
    for (size_t i = 0; i < n; ++i) {
        const size_t probe = i * n_probes / n;
        double amplitude = 0;
        PHW_TRY(
            phw_air_amplitude(air, &amplitude, observation,
                              phw_lab_plan_instant(&air->plan, observation, probe)));
        PHW_TRY(hear(air, observation, amplitude * amplitude, probe));
        for (size_t k = 0; k < air->n; ++k)
            sum += phw_cf_power(air->factor[k]);
    }
    air->disturbance[pair_of(air, observation)->receiver] =
        sum / ((double)n * (double)air->n);
    return PHW_OK;
}

/* Of each receiver by what it hears first. */
static phw_status measure_disturbances(phw_air *air)
{
    bool known[PHW_LAB_NODES_MAX] = {false};
    for (size_t o = 0; o < air->plan.n && is_disturbed(air); ++o) {
        const size_t receiver = pair_of(air, o)->receiver;
        if (!known[receiver])
            PHW_TRY(measure_disturbance(air, o));
        known[receiver] = true;
    }
    return PHW_OK;
}

static phw_status make(phw_air *air)
{
    PHW_TRY(phw_lab_network_create(&air->network, &air->plan, air->seed, air->trial));
    PHW_TRY(make_upper(air));
    PHW_TRY(phw_lab_sounding_find_share(&air->share, air->plan.scenario));
    PHW_TRY(make_room(air));
    PHW_TRY(make_responses(air));
    return measure_disturbances(air);
}

phw_status phw_air_create(phw_air **out, const phw_scenario *scenario, uint64_t seed,
                          uint32_t trial)
{
    phw_air *air = calloc(1, sizeof *air);
    if (air == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the channel");
    air->n = (size_t)scenario->value[PHW_SCENARIO_SUBCARRIERS];
    air->seed = seed;
    air->trial = trial;
    phw_status s = phw_lab_plan_make(&air->plan, scenario);
    if (!s)
        s = make(air);
    if (s) {
        phw_air_destroy(air);
        return s == PHW_EARG ? phw_fail_within(PHW_EINPUT, "%s", scenario->path) : s;
    }
    *out = air;
    return PHW_OK;
}

void phw_air_destroy(phw_air *air)
{
    if (air == NULL)
        return;
    phw_response_destroy(air->response[0]);
    phw_response_destroy(air->response[1]);
    free_upper(air);
    phw_network_destroy(air->network);
    free(air->offset);
    free(air->factor);
    free(air->antenna);
    free(air->tap);
    free(air);
}

phw_status phw_air_reset(phw_air *air, uint64_t seed, uint32_t trial)
{
    air->seed = seed;
    air->trial = trial;
    free_upper(air);
    phw_network_reset(air->network, seed, trial);
    return make_upper(air);
}

phw_status phw_air_randomize(phw_air *air)
{
    const char *name = air->plan.scenario->randomizer;
    if (*name == '\0' || strcmp(name, "none") == 0 || air->is_random)
        return PHW_OK;
    air->is_random = true;
    PHW_TRY(make_random(air));
    return steer(air, 0);
}

size_t phw_air_hearings(const phw_air *air, size_t observation)
{
    return air->is_random &&
                   phw_lab_randomizer_tells(&air->randomizer, observation,
                                            phw_air_profile(air, observation)->n)
               ? 2
               : 1;
}

const phw_lab_plan *phw_air_plan(const phw_air *air)
{
    return &air->plan;
}

double phw_air_instant(const phw_air *air, size_t observation, size_t probe)
{
    return phw_lab_plan_instant(&air->plan, observation, probe);
}

phw_network *phw_air_network(phw_air *air)
{
    return air->network;
}

phw_lab_radio *phw_air_radio(phw_air *air)
{
    return air->radio;
}

size_t phw_air_channels(const phw_air *air, size_t observation)
{
    const phw_lab_observation *o = pair_of(air, observation);
    return phw_lab_beam_ports(air->beam, o->receiver) *
           phw_lab_beam_ports(air->beam, o->sender);
}

double phw_air_receiver_noise(const phw_air *air, size_t observation)
{
    return phw_lab_power_noise(air->power, pair_of(air, observation)->receiver);
}

double phw_air_sample_noise(const phw_air *air, size_t observation)
{
    return phw_air_receiver_noise(air, observation) / air->share;
}

double phw_air_noise_variance(const phw_air *air, size_t observation)
{
    return phw_air_receiver_noise(air, observation) +
           air->disturbance[pair_of(air, observation)->receiver];
}

static size_t n_antennas(const phw_air *air, size_t observation)
{
    const phw_lab_observation *o = pair_of(air, observation);
    return phw_network_antennas(air->network, o->sender) *
           phw_network_antennas(air->network, o->receiver);
}

/* Into air->antenna: what the network makes of it. */
static phw_status read_antennas(phw_air *air, size_t observation, double time_s)
{
    const phw_lab_observation *o = pair_of(air, observation);
    return phw_network_taps(air->network, air->antenna, o->sender, o->receiver, time_s);
}

phw_status phw_air_direct(phw_air *air, phw_cf *out, size_t observation, double time_s)
{
    const size_t n = n_antennas(air, observation);
    PHW_TRY(read_antennas(air, observation, time_s));
    for (size_t l = 0; l < phw_air_profile(air, observation)->n; ++l)
        out[l] = air->antenna[l * n];
    return PHW_OK;
}

phw_status phw_air_amplitude(phw_air *air, double *out, size_t observation,
                             double time_s)
{
    const phw_lab_observation *o = pair_of(air, observation);
    return phw_lab_power_amplitude(air->power, out, o->sender, o->receiver, time_s);
}

phw_status phw_air_taps(phw_air *air, phw_cf *out, size_t observation, double time_s)
{
    const phw_lab_observation *o = pair_of(air, observation);
    const size_t n = n_antennas(air, observation);
    const size_t n_channels = phw_air_channels(air, observation);
    const size_t n_taps = phw_air_profile(air, observation)->n;
    PHW_TRY(read_antennas(air, observation, time_s));
    PHW_TRY(
        phw_lab_paths_add(air->paths, air->antenna, o->sender, o->receiver, time_s));
    double amplitude = 1;
    PHW_TRY(phw_air_amplitude(air, &amplitude, observation, time_s));
    PHW_TRY(steer(air, time_s));
    for (size_t l = 0; l < n_taps; ++l)
        phw_lab_beam_combine(air->beam, out + l * n_channels, air->antenna + l * n,
                             o->sender, o->receiver);
    for (size_t i = 0; i < n_taps * n_channels && amplitude != 1; ++i)
        out[i] *= (float)amplitude;
    return PHW_OK;
}

phw_status phw_air_lane(phw_air *air, phw_cf *out, size_t observation, size_t channel,
                        double time_s)
{
    const size_t n_channels = phw_air_channels(air, observation);
    const size_t n_taps = phw_air_profile(air, observation)->n;
    PHW_TRY(phw_air_taps(air, air->tap, observation, time_s));
    for (size_t l = 0; l < n_taps; ++l)
        out[l] = air->tap[l * n_channels + channel];
    return PHW_OK;
}

/* As both radios see all channels of an observation. */
static void colour(phw_air *air, phw_cf *inout, size_t observation, double instant_s)
{
    const phw_lab_observation *o = pair_of(air, observation);
    const size_t n_channels = phw_air_channels(air, observation);
    phw_lab_radio_factors(air->radio, air->factor, air->offset, air->n, o->sender,
                          o->receiver, instant_s);
    for (size_t i = 0; i < n_channels * air->n; ++i)
        inout[i] *= air->factor[i % air->n];
}

/* All antennas of a receiver hear the same. */
static phw_status disturb(phw_air *air, phw_cf *inout, size_t observation, size_t probe)
{
    const size_t n = phw_air_channels(air, observation) * air->n;
    double power = 0;
    for (size_t i = 0; i < n; ++i)
        power += phw_cf_power(inout[i]);
    PHW_TRY(hear(air, observation, power / (double)n, probe));
    for (size_t i = 0; i < n; ++i)
        inout[i] += air->factor[i % air->n];
    return PHW_OK;
}

/* The channels' responses as both radios see them, without noise. */
static phw_status respond(phw_air *air, phw_cf *out, size_t observation, size_t probe)
{
    const size_t n_channels = phw_air_channels(air, observation);
    const size_t n_taps = phw_air_profile(air, observation)->n;
    const phw_response *response = air->response[is_flat(air, observation)];
    const double instant_s = phw_lab_plan_instant(&air->plan, observation, probe);
    PHW_TRY(phw_air_taps(air, air->tap, observation, instant_s));
    for (size_t c = 0; c < n_channels; ++c) {
        for (size_t l = 0; l < n_taps; ++l)
            air->lane[l] = air->tap[l * n_channels + c];
        phw_response_execute(response, out + c * air->n, air->lane);
    }
    if (!phw_lab_radio_is_ideal(air->radio))
        colour(air, out, observation, instant_s);
    return PHW_OK;
}

/* Multiplies by what a node draws for each tone of an exchange, if it does. */
static void multiply(phw_air *air, phw_cf *inout, size_t n, size_t node, size_t probe)
{
    if (!air->is_random || air->randomizer.entry->reach != PHW_REACH_TONES)
        return;
    const phw_cf *draw = phw_lab_randomizer_draw(&air->randomizer, node, probe);
    for (size_t i = 0; i < n && draw != NULL; ++i)
        inout[i] *= draw[i % air->n];
}

static void add_noise(phw_air *air, phw_cf *inout, size_t n, size_t observation,
                      size_t probe)
{
    const phw_rng rng = {air->seed, PHW_RNG_PURPOSE(PHW_RNG_NOISE, observation),
                         air->trial};
    phw_noise_add(inout, n, phw_air_receiver_noise(air, observation), &rng, probe);
}

/* What she makes of it who knows her own channels, `n` values. */
static phw_status tell(phw_air *air, phw_cf *out, size_t n, size_t observation,
                       size_t probe)
{
    const phw_randomizer *r = air->randomizer.entry;
    const phw_lab_observation *alice = pair_of(air, PHW_PARTY_ALICE);
    if (r->reach == PHW_REACH_TONES) {
        PHW_TRY(respond(air, out, PHW_PARTY_ALICE, 0));
        multiply(air, out, n, alice->receiver, probe);
        multiply(air, out, n, alice->sender, probe);
        return PHW_OK;
    }
    const bool is_private = phw_lab_randomizer_hides(&air->randomizer);
    const size_t heard = is_private
                             ? phw_lab_randomizer_other(&air->randomizer, observation)
                             : (size_t)PHW_PARTY_ALICE;
    PHW_TRY(respond(air, out, heard, probe));
    if (is_private)
        add_noise(air, out, n, heard, probe);
    return PHW_OK;
}

phw_status phw_air_observe(phw_air *air, phw_cf *out, size_t observation, size_t probe)
{
    const phw_lab_observation *o = pair_of(air, observation);
    const size_t n = phw_air_channels(air, observation) * air->n;
    PHW_TRY(respond(air, out, observation, probe));
    multiply(air, out, n, o->sender, probe);
    if (is_disturbed(air))
        PHW_TRY(disturb(air, out, observation, probe));
    add_noise(air, out, n, observation, probe);
    multiply(air, out, n, o->receiver, probe);
    return phw_air_hearings(air, observation) > 1
               ? tell(air, out + n, n, observation, probe)
               : PHW_OK;
}
