#include "tools/lab_randomizer.h"

#include <stdlib.h>
#include <string.h>

#include "channel/antenna_array.h"
#include "core/rng.h"
#include "core/signal.h"
#include "kgen/randomizers.h"
#include "tools/scenario_line.h"

/* Of the draws' stream, a purpose for each node, apart from those of the phases of the
 * network's links and of the surface. */
#define PURPOSE 0xa00000

/* Fewer phases can be told from what is heard of them: the two hearings of an exchange
 * hold at most 2 log2(SNR) = 53 bits at the 80 dB that a scenario allows, and of phases
 * that may be any it takes sixteen for their sum to be Gaussian, so that what is heard
 * tells no more of it than a correlation does. */
#define BITS_LEAST     64
#define ELEMENTS_LEAST 16

phw_status phw_lab_randomizer_choose(const phw_randomizer **entry, phw_params *params,
                                     const char *text)
{
    char name[64];
    const char *rest = NULL;
    PHW_TRY(phw_choice_split(name, &rest, *text != '\0' ? text : "none", sizeof name));
    PHW_TRY(phw_randomizer_find(entry, name));
    return phw_params_read(params, (*entry)->params, (*entry)->n_params, rest);
}

static size_t antennas_of(const phw_scenario_item *node)
{
    phw_array array = {0};
    return phw_array_choose(&array, phw_scenario_item_text(node, PHW_NODE_ARRAY)) ==
                   PHW_OK
               ? phw_array_size(&array)
               : 1;
}

/* The first end. */
static const phw_scenario_item *hub_of(const phw_scenario *s)
{
    for (size_t i = 0; i < phw_scenario_count(s, PHW_SECTION_NODES); ++i) {
        const phw_scenario_item *node = phw_scenario_item_at(s, PHW_SECTION_NODES, i);
        if ((int)phw_scenario_item_value(node, PHW_NODE_ROLE) == PHW_ROLE_END)
            return node;
    }
    return NULL;
}

/* Single antennas, but for the hub's where they are to be weighted. */
static phw_status check_arrays(const phw_scenario *s, const phw_randomizer *r)
{
    const phw_scenario_item *hub = hub_of(s);
    const bool weighted = r->reach == PHW_REACH_ANTENNAS;
    if (weighted &&
        (hub == NULL || antennas_of(hub) < 2 ||
         (int)phw_scenario_item_value(hub, PHW_NODE_BEAM) != PHW_BEAM_ANTENNAS))
        return phw_fail(
            PHW_EINPUT,
            "randomizer: %s weights the antennas of the first end; expected "
            "an array there, and no beam",
            r->name);
    for (size_t i = 0; i < phw_scenario_count(s, PHW_SECTION_NODES); ++i) {
        const phw_scenario_item *node = phw_scenario_item_at(s, PHW_SECTION_NODES, i);
        if (antennas_of(node) > 1 && !(weighted && node == hub))
            return phw_fail(PHW_EINPUT,
                            "randomizer: %s with an array at %s; expected a single "
                            "antenna",
                            r->name, node->name);
    }
    return PHW_OK;
}

static phw_status check_surface(const phw_scenario *s, const phw_randomizer *r)
{
    const phw_scenario_item *item = phw_scenario_item_at(s, PHW_SECTION_SURFACE, 0);
    if (item != NULL && (int)phw_scenario_item_value(item, PHW_SURFACE_CONFIGURATION) ==
                            PHW_SURFACE_RANDOM)
        return PHW_OK;
    return phw_fail(PHW_EINPUT,
                    "randomizer: %s needs a surface; expected the section surface with "
                    "configuration random",
                    r->name);
}

static phw_status check(const phw_scenario *s)
{
    const phw_randomizer *r = NULL;
    phw_params params;
    if (phw_lab_randomizer_choose(&r, &params, s->randomizer) != PHW_OK)
        return strncmp(phw_error_message(), "randomizer:", sizeof "randomizer:" - 1) ==
                       0
                   ? PHW_EINPUT
                   : phw_fail_within(PHW_EINPUT, "randomizer");
    if (r->stage == PHW_RANDOMIZES_NOTHING)
        return PHW_OK;
    if (r->stage != PHW_RANDOMIZES_AIR)
        return phw_fail(PHW_EINPUT,
                        "randomizer: %s is one of values; give it to keygen", r->name);
    if ((int)s->value[PHW_SCENARIO_LEVEL] != PHW_LEVEL_COEFFICIENTS)
        return phw_fail(PHW_EINPUT, "randomizer: level iq has none");
    PHW_TRY(check_arrays(s, r));
    return r->reach == PHW_REACH_SURFACE ? check_surface(s, r) : PHW_OK;
}

phw_status phw_lab_randomizer_check(const phw_scenario *scenario)
{
    return check(scenario) == PHW_OK
               ? PHW_OK
               : phw_scenario_line_refuse(scenario,
                                          scenario->line[PHW_SCENARIO_RANDOMIZER]);
}

phw_status phw_lab_randomizer_open(phw_lab_randomizer *out, const phw_lab_plan *plan,
                                   size_t n, uint64_t seed, uint32_t trial)
{
    phw_lab_randomizer r = {.plan = plan, .seed = seed, .trial = trial, .n = n};
    PHW_TRY(phw_lab_randomizer_choose(&r.entry, &r.params, plan->scenario->randomizer));
    phw_status s = phw_array_alloc(&r.word, 2 * n, sizeof *r.word);
    if (!s)
        s = phw_array_alloc(&r.draw, n, sizeof *r.draw);
    if (s) {
        phw_lab_randomizer_close(&r);
        return s;
    }
    *out = r;
    return PHW_OK;
}

void phw_lab_randomizer_close(phw_lab_randomizer *r)
{
    free(r->word);
    free(r->draw);
    *r = (phw_lab_randomizer){0};
}

const phw_cf *phw_lab_randomizer_draw(phw_lab_randomizer *r, size_t node,
                                      size_t exchange)
{
    const phw_lab_node *n = &r->plan->node[node];
    const size_t hub = r->plan->observation[PHW_PARTY_ALICE].receiver;
    const phw_role role = node == hub ? PHW_ALICE : PHW_BOB;
    if (!n->is_end || !r->entry->draws[role])
        return NULL;
    const phw_rng rng = {r->seed, PHW_RNG_PURPOSE(PHW_RNG_PHASE, PURPOSE + node),
                         r->trial};
    phw_rng_words(r->word, &rng, 2 * (uint64_t)exchange * r->n, 2 * r->n);
    r->entry->draw(r->draw, r->word, r->n, &r->params);
    return r->draw;
}

bool phw_lab_randomizer_tells(const phw_lab_randomizer *r, size_t observation,
                              size_t n_taps)
{
    const phw_lab_plan *plan = r->plan;
    const phw_lab_observation *o = &plan->observation[observation];
    if (!(plan->scenario->value[PHW_SCENARIO_EVE_KNOWS_OWN_CHANNELS] > 0) ||
        plan->node[o->receiver].is_end ||
        o->sender != plan->observation[PHW_PARTY_ALICE].receiver)
        return false;
    return r->entry->reach == PHW_REACH_TONES || r->entry->reach == PHW_REACH_SURFACE ||
           (r->entry->reach == PHW_REACH_ANTENNAS && n_taps > 1);
}

size_t phw_lab_randomizer_other(const phw_lab_randomizer *r, size_t observation)
{
    const phw_lab_observation *o = r->plan->observation;
    for (size_t i = 0; i < r->plan->n; ++i) {
        if (o[i].receiver == o[observation].receiver &&
            o[i].sender == o[PHW_PARTY_ALICE].sender)
            return i;
    }
    return observation;
}

bool phw_lab_randomizer_hides(const phw_lab_randomizer *r)
{
    const phw_scenario_item *s =
        phw_scenario_item_at(r->plan->scenario, PHW_SECTION_SURFACE, 0);
    if (r->entry->reach != PHW_REACH_SURFACE || s == NULL || r->params.value[0] > 0)
        return false;
    const double elements = phw_scenario_item_value(s, PHW_SURFACE_ELEMENTS);
    const double bits = phw_scenario_item_value(s, PHW_SURFACE_BITS);
    return elements >= ELEMENTS_LEAST && (bits <= 0 || elements * bits >= BITS_LEAST);
}
