#include "tools/scenario_check.h"

#include <math.h>
#include <string.h>

#include "channel/angle_spreads.h"
#include "channel/antenna_array.h"
#include "channel/interferers.h"
#include "channel/laws.h"
#include "channel/light_speed.h"
#include "channel/network_config.h"
#include "channel/path_losses.h"
#include "channel/profiles.h"
#include "channel/spectra.h"
#include "core/sample.h"
#include "tools/lab_randomizer.h"
#include "tools/lab_sounding.h"
#include "tools/noise_choice.h"
#include "tools/scenario.h"
#include "tools/scenario_line.h"
#include "tools/scenario_radio.h"
#include "tools/suggest.h"

#define GIGA 1e9

/* Closer than this many wavelengths is the same place of a site, as to a network. */
#define SAME_PLACE 1e-6

/* The least value of rice_k_db stands for no steady part. */
#define NO_STEADY_DB (-100.0)

/* Of all traces together. */
#define MEMORY_MAX (16 * GIGA)

/* Where in the file a refusal's key stands; what came with --set stands nowhere. */
static phw_status refuse_at(const phw_scenario *s, int line)
{
    return phw_scenario_line_refuse(s, line);
}

/* The message that stands, at the later line of two keys. */
static phw_status refuse_pair(const phw_scenario *s, phw_scenario_key a,
                              phw_scenario_key b)
{
    return refuse_at(s, phw_scenario_line_pair(s, a, b));
}

static const char *profile_name(const void *context, size_t i)
{
    (void)context;
    const phw_profile *p = phw_profile_at(i);
    return p != NULL ? p->name : NULL;
}

static phw_status check_profile(const phw_scenario *s)
{
    phw_taps unused;
    if (phw_profile_read(&unused, s->profile, s->value[PHW_SCENARIO_DELAY_SPREAD_S],
                         (size_t)s->value[PHW_SCENARIO_TAPS]) == PHW_OK)
        return PHW_OK;
    const char *near =
        strpbrk(s->profile, ":, ") == NULL && phw_profile_find(s->profile) == NULL
            ? phw_suggest(s->profile, profile_name, NULL)
            : NULL;
    if (near != NULL)
        (void)phw_fail(PHW_EINPUT, "profile: \"%s\" is not known; did you mean %s",
                       s->profile, near);
    if (strncmp(phw_error_message(), "profile:", sizeof "profile:" - 1) != 0)
        (void)phw_fail_within(PHW_EINPUT, "profile");
    return refuse_at(s, s->line[PHW_SCENARIO_PROFILE]);
}

static phw_status check_spectrum(const phw_scenario *s)
{
    phw_spectrum_choice unused;
    if (*s->spectrum == '\0' || phw_spectrum_choose(&unused, s->spectrum) == PHW_OK)
        return PHW_OK;
    (void)phw_fail_within(PHW_EINPUT, "spectrum");
    return refuse_at(s, s->line[PHW_SCENARIO_SPECTRUM]);
}

/* A law has its own steady part. */
static phw_status check_law(const phw_scenario *s)
{
    phw_law_choice unused;
    if (*s->law == '\0')
        return PHW_OK;
    if (phw_law_choose(&unused, s->law) != PHW_OK) {
        (void)phw_fail_within(PHW_EINPUT, "law");
        return refuse_at(s, s->line[PHW_SCENARIO_LAW]);
    }
    if (s->value[PHW_SCENARIO_RICE_K_DB] <= NO_STEADY_DB)
        return PHW_OK;
    (void)phw_fail(PHW_EINPUT, "law and rice_k_db are both given; keep one");
    const int line = s->line[PHW_N_SCENARIO_TEXTS + PHW_SCENARIO_RICE_K_DB];
    return refuse_at(s, line > s->line[PHW_SCENARIO_LAW] ? line
                                                         : s->line[PHW_SCENARIO_LAW]);
}

/* Powers over distances need places. */
static phw_status check_powers(const phw_scenario *s)
{
    phw_path_loss_choice unused;
    const bool is_shadowed = s->value[PHW_SCENARIO_SHADOWING_DB] > 0;
    const int line = *s->path_loss != '\0'
                         ? s->line[PHW_SCENARIO_PATH_LOSS]
                         : s->line[PHW_N_SCENARIO_TEXTS + PHW_SCENARIO_SHADOWING_DB];
    if (*s->path_loss == '\0' && !is_shadowed)
        return PHW_OK;
    if (phw_scenario_count(s, PHW_SECTION_NODES) == 0)
        (void)phw_fail(PHW_EINPUT, "%s: there are no nodes; expected two or more",
                       *s->path_loss != '\0' ? "path_loss" : "shadowing_db");
    else if (*s->path_loss == '\0' ||
             phw_path_loss_choose(&unused, s->path_loss) == PHW_OK)
        return PHW_OK;
    else
        (void)phw_fail_within(PHW_EINPUT, "path_loss");
    return refuse_at(s, line);
}

static phw_status check_generator(const phw_scenario *s)
{
    const double *v = s->value;
    const double n = v[PHW_SCENARIO_WAVES];
    const double periods = v[PHW_SCENARIO_REDRAW_PERIODS];
    phw_scenario_key key = PHW_SCENARIO_GENERATOR;
    if (n != 0 && n < PHW_NETWORK_WAVES_MIN) {
        key = PHW_SCENARIO_WAVES;
        (void)phw_fail(PHW_EINPUT, "n_waves: %g; expected %d or more, or 0", n,
                       PHW_NETWORK_WAVES_MIN);
    } else if (periods != 0 && periods < 1) {
        key = PHW_SCENARIO_REDRAW_PERIODS;
        (void)phw_fail(PHW_EINPUT, "redraw_periods: %g; expected 1 or more, or 0",
                       periods);
    } else if ((int)v[PHW_SCENARIO_GENERATOR] == PHW_GENERATOR_PLANE_WAVES &&
               phw_scenario_count(s, PHW_SECTION_NODES) == 0) {
        (void)phw_fail(PHW_EINPUT, "generator: plane-waves needs nodes: what is heard "
                                   "hangs together by their positions");
    } else {
        return PHW_OK;
    }
    return refuse_at(s, s->line[PHW_N_SCENARIO_TEXTS + key]);
}

static phw_status check_noise(const phw_scenario *s)
{
    phw_noise_config unused;
    if (phw_noise_choice_read(&unused, s->uplink_noise) == PHW_OK)
        return PHW_OK;
    (void)phw_fail_within(PHW_EINPUT, "uplink_noise");
    return refuse_at(s, s->line[PHW_SCENARIO_UPLINK_NOISE]);
}

static phw_status check_sounding(const phw_scenario *s)
{
    return phw_lab_sounding_check(s) == PHW_OK
               ? PHW_OK
               : refuse_at(s, s->line[PHW_SCENARIO_SOUNDING]);
}

static phw_status check_subcarriers(const phw_scenario *s)
{
    if (phw_lab_sounding_is_own(s))
        return check_sounding(s);
    const double *v = s->value;
    const double most = v[PHW_SCENARIO_SUBCARRIERS] * v[PHW_SCENARIO_SPACING_HZ];
    if (v[PHW_SCENARIO_SUBCARRIERS] > 1 && most > v[PHW_SCENARIO_BANDWIDTH_HZ]) {
        (void)phw_fail(PHW_EINPUT,
                       "subcarriers x spacing_hz is %g Hz, more than bandwidth_hz "
                       "%g Hz; expected at most that",
                       most, v[PHW_SCENARIO_BANDWIDTH_HZ]);
        return refuse_pair(s, PHW_SCENARIO_SUBCARRIERS, PHW_SCENARIO_SPACING_HZ);
    }
    if ((int)v[PHW_SCENARIO_LEVEL] == PHW_LEVEL_IQ &&
        (v[PHW_SCENARIO_SUBCARRIERS] != 52 ||
         v[PHW_SCENARIO_SPACING_HZ] * 64 != v[PHW_SCENARIO_BANDWIDTH_HZ])) {
        (void)phw_fail(PHW_EINPUT,
                       "level iq sounds with 802.11 preambles: subcarriers is 52 "
                       "and spacing_hz is bandwidth_hz / 64");
        return refuse_pair(s, PHW_SCENARIO_SUBCARRIERS, PHW_SCENARIO_LEVEL);
    }
    return PHW_OK;
}

/* Two keys' sum would not be a waveform any more. */
static phw_status check_doppler(const phw_scenario *s)
{
    const double doppler_hz = phw_scenario_doppler_hz(s);
    if (doppler_hz <= s->value[PHW_SCENARIO_BANDWIDTH_HZ] / 2)
        return PHW_OK;
    (void)phw_fail(PHW_EINPUT,
                   "%s: a Doppler shift of %g Hz is more than half the bandwidth; "
                   "expected at most %g Hz",
                   s->given[PHW_SCENARIO_DOPPLER_HZ]  ? "doppler_hz"
                   : s->given[PHW_SCENARIO_SPEED_M_S] ? "speed_m_s"
                   : phw_scenario_count(s, PHW_SECTION_NODES) > 0
                       ? "velocity_m_s of the nodes"
                       : "speed_m_s",
                   doppler_hz, s->value[PHW_SCENARIO_BANDWIDTH_HZ] / 2);
    return refuse_pair(s,
                       s->given[PHW_SCENARIO_DOPPLER_HZ] ? PHW_SCENARIO_DOPPLER_HZ
                                                         : PHW_SCENARIO_SPEED_M_S,
                       PHW_SCENARIO_BANDWIDTH_HZ);
}

static phw_status check_size(const phw_scenario *s)
{
    const size_t n_nodes = phw_scenario_count(s, PHW_SECTION_NODES);
    const double n = (double)(n_nodes > 0 ? n_nodes : 3);
    const double bytes = s->value[PHW_SCENARIO_PROBES] *
                         s->value[PHW_SCENARIO_SUBCARRIERS] * n * sizeof(phw_cf);
    if (bytes <= MEMORY_MAX)
        return PHW_OK;
    (void)phw_fail(PHW_EINPUT,
                   "n_probes x subcarriers of %g parties are %.0f GB; expected at most "
                   "%.0f GB",
                   n, bytes / GIGA, MEMORY_MAX / GIGA);
    return refuse_pair(s, PHW_SCENARIO_PROBES, PHW_SCENARIO_SUBCARRIERS);
}

static phw_status refuse_field(const phw_scenario *s, const phw_scenario_item *item,
                               size_t field)
{
    return refuse_at(s, phw_scenario_line_of(item, field));
}

static const phw_scenario_item *find_item(const phw_scenario *s,
                                          phw_scenario_section_id section,
                                          const char *name)
{
    for (size_t i = 0; i < s->n_items; ++i) {
        if (s->item[i].section == section && strcmp(s->item[i].name, name) == 0)
            return &s->item[i];
    }
    return NULL;
}

/* Of entries that say where they are; "" is a site of their own. */
static phw_status check_site(const phw_scenario *s, const phw_scenario_item *item,
                             size_t field)
{
    const char *site = phw_scenario_item_text(item, field);
    if (*site == '\0' || find_item(s, PHW_SECTION_SITES, site) != NULL)
        return PHW_OK;
    (void)phw_fail(PHW_EINPUT, "%s%s%s.site: \"%s\" is none of the sites",
                   phw_scenario_section_at(item->section)->name,
                   *item->name != '\0' ? "." : "", item->name, site);
    return refuse_field(s, item, field);
}

/* The fields that say where an entry is. */
typedef struct place {
    size_t site;
    size_t position;
} place;

static const place places[PHW_N_SCENARIO_SECTIONS] = {
    [PHW_SECTION_NODES] = {PHW_NODE_SITE, PHW_NODE_POSITION_M},
    [PHW_SECTION_SURFACE] = {PHW_SURFACE_SITE, PHW_SURFACE_POSITION_M},
    [PHW_SECTION_TAGS] = {PHW_TAG_SITE, PHW_TAG_POSITION_M}};

static double distance_m(const phw_scenario_item *a, const phw_scenario_item *b)
{
    const double *at = a->value[places[a->section].position];
    const double *to = b->value[places[b->section].position];
    return hypot(hypot(at[0] - to[0], at[1] - to[1]), at[2] - to[2]);
}

static bool share_site(const phw_scenario_item *a, const phw_scenario_item *b)
{
    const char *site = phw_scenario_item_text(a, places[a->section].site);
    return *site != '\0' &&
           strcmp(site, phw_scenario_item_text(b, places[b->section].site)) == 0;
}

/* Nodes are at places of their own; what else shares a site must be, too: a channel
 * that is the same at two places of it is none of two. */
static phw_status check_apart(const phw_scenario *s, const phw_scenario_item *a,
                              const phw_scenario_item *b)
{
    const double least_m = share_site(a, b) ? SAME_PLACE * PHW_LIGHT_SPEED_M_S /
                                                  s->value[PHW_SCENARIO_CARRIER_HZ]
                                            : 0;
    const bool are_nodes =
        a->section == PHW_SECTION_NODES && b->section == PHW_SECTION_NODES;
    const double apart_m = distance_m(a, b);
    if (apart_m >= least_m && (apart_m > 0 || !are_nodes))
        return PHW_OK;
    const char *dot = *b->name != '\0' ? "." : "";
    (void)phw_fail(PHW_EINPUT,
                   "%s%s%s.position_m: where %s.%s is; expected a place of its own",
                   phw_scenario_section_at(b->section)->name, dot, b->name,
                   phw_scenario_section_at(a->section)->name, a->name);
    return refuse_field(s, b, places[b->section].position);
}

/* Nodes, tags, surface: each against what is before it. */
static phw_status check_places(const phw_scenario *s)
{
    static const phw_scenario_section_id order[] = {PHW_SECTION_NODES, PHW_SECTION_TAGS,
                                                    PHW_SECTION_SURFACE};
    const phw_scenario_item *item[PHW_SCENARIO_ITEMS_MAX];
    size_t n = 0;
    for (size_t k = 0; k < sizeof order / sizeof order[0]; ++k) {
        for (size_t i = 0; i < phw_scenario_count(s, order[k]); ++i)
            item[n++] = phw_scenario_item_at(s, order[k], i);
    }
    for (size_t i = 0; i < n; ++i) {
        for (size_t before = 0; before < i; ++before)
            PHW_TRY(check_apart(s, item[before], item[i]));
    }
    return PHW_OK;
}

static phw_status check_node(const phw_scenario *s, size_t i)
{
    const phw_scenario_item *node = phw_scenario_item_at(s, PHW_SECTION_NODES, i);
    PHW_TRY(check_site(s, node, PHW_NODE_SITE));
    phw_array unused;
    if (phw_array_choose(&unused, phw_scenario_item_text(node, PHW_NODE_ARRAY)) !=
        PHW_OK) {
        (void)phw_fail_within(PHW_EINPUT, "nodes.%s.array", node->name);
        return refuse_field(s, node, PHW_NODE_ARRAY);
    }
    if (unused.modelled &&
        (int)s->value[PHW_SCENARIO_GENERATOR] == PHW_GENERATOR_PLANE_WAVES) {
        (void)phw_fail(PHW_EINPUT,
                       "nodes.%s.array: a modelled correlation; generator plane-waves "
                       "makes its own from the places",
                       node->name);
        return refuse_field(s, node, PHW_NODE_ARRAY);
    }
    phw_front_end_config radio;
    size_t field = 0;
    if (phw_scenario_radio(&radio, &field, node) != PHW_OK) {
        (void)phw_fail_within(
            PHW_EINPUT, "nodes.%s.%s", node->name,
            phw_scenario_section_at(PHW_SECTION_NODES)->field[field].param.name);
        return refuse_field(s, node, field);
    }
    return PHW_OK;
}

static phw_status check_nodes(const phw_scenario *s)
{
    const size_t n = phw_scenario_count(s, PHW_SECTION_NODES);
    size_t n_ends = 0;
    for (size_t i = 0; i < n; ++i) {
        const phw_scenario_item *node = phw_scenario_item_at(s, PHW_SECTION_NODES, i);
        PHW_TRY(check_node(s, i));
        n_ends += (int)phw_scenario_item_value(node, PHW_NODE_ROLE) == PHW_ROLE_END;
    }
    if (n == 0 || n_ends >= 2)
        return PHW_OK;
    (void)phw_fail(PHW_EINPUT,
                   "nodes: %zu of role end; expected two or more, the first is the hub",
                   n_ends);
    return refuse_at(s, phw_scenario_item_at(s, PHW_SECTION_NODES, 0)->line);
}

static phw_status check_target(const phw_scenario *s, const phw_scenario_item *item)
{
    const char *target = phw_scenario_item_text(item, PHW_INTERFERER_TARGET);
    phw_interferer_choice unused;
    if (phw_interferer_choose(
            &unused, phw_scenario_item_text(item, PHW_INTERFERER_KIND)) != PHW_OK) {
        (void)phw_fail_within(PHW_EINPUT, "interferers.%s.kind", item->name);
        return refuse_field(s, item, PHW_INTERFERER_KIND);
    }
    if (strstr(phw_scenario_item_text(item, PHW_INTERFERER_KIND), "power_db") != NULL) {
        (void)phw_fail(PHW_EINPUT,
                       "interferers.%s.kind: power_db has a key of its own; expected "
                       "interferers.%s.power_db",
                       item->name, item->name);
        return refuse_field(s, item, PHW_INTERFERER_KIND);
    }
    if (*target == '\0' || find_item(s, PHW_SECTION_NODES, target) != NULL)
        return PHW_OK;
    (void)phw_fail(PHW_EINPUT, "interferers.%s.target: \"%s\" is none of the nodes",
                   item->name, target);
    return refuse_field(s, item, PHW_INTERFERER_TARGET);
}

/* What stands around nodes needs them. */
static phw_status check_around(const phw_scenario *s, const phw_scenario_item *item)
{
    const phw_scenario_section *section = phw_scenario_section_at(item->section);
    phw_angles_choice unused;
    if (phw_scenario_count(s, PHW_SECTION_NODES) == 0) {
        (void)phw_fail(PHW_EINPUT, "%s: there are no nodes; expected two or more",
                       section->name);
        return refuse_at(s, item->line);
    }
    if (item->section == PHW_SECTION_TAGS)
        return check_site(s, item, PHW_TAG_SITE);
    if (item->section == PHW_SECTION_SURFACE)
        return check_site(s, item, PHW_SURFACE_SITE);
    if (item->section != PHW_SECTION_SITES ||
        phw_angles_choose(&unused, phw_scenario_item_text(item, PHW_SITE_ANGLES)) ==
            PHW_OK)
        return PHW_OK;
    (void)phw_fail_within(PHW_EINPUT, "sites.%s.angles", item->name);
    return refuse_field(s, item, PHW_SITE_ANGLES);
}

static phw_status check_items(const phw_scenario *s)
{
    for (size_t i = 0; i < s->n_items; ++i) {
        const phw_scenario_item *item = &s->item[i];
        if (item->section != PHW_SECTION_NODES &&
            item->section != PHW_SECTION_INTERFERERS)
            PHW_TRY(check_around(s, item));
        if (item->section == PHW_SECTION_INTERFERERS)
            PHW_TRY(check_target(s, item));
    }
    return PHW_OK;
}

static phw_status check_times(const phw_scenario *s)
{
    const double *v = s->value;
    if (v[PHW_SCENARIO_TURNAROUND_S] < v[PHW_SCENARIO_INTERVAL_S])
        return PHW_OK;
    (void)phw_fail(PHW_EINPUT,
                   "turnaround_s: %g is not shorter than interval_s; expected less "
                   "than %g s",
                   v[PHW_SCENARIO_TURNAROUND_S], v[PHW_SCENARIO_INTERVAL_S]);
    return refuse_pair(s, PHW_SCENARIO_TURNAROUND_S, PHW_SCENARIO_INTERVAL_S);
}

static phw_status check_speed(const phw_scenario *s)
{
    if (s->given[PHW_SCENARIO_SPEED_M_S] && s->given[PHW_SCENARIO_DOPPLER_HZ]) {
        (void)phw_fail(PHW_EINPUT, "speed_m_s and doppler_hz are both given; keep one");
        return refuse_pair(s, PHW_SCENARIO_SPEED_M_S, PHW_SCENARIO_DOPPLER_HZ);
    }
    return check_doppler(s);
}

phw_status phw_scenario_check(const phw_scenario *s)
{
    static phw_status (*const check[])(const phw_scenario *) = {
        check_profile,     check_spectrum,
        check_law,         check_powers,
        check_noise,       check_speed,
        check_subcarriers, check_times,
        check_size,        check_nodes,
        check_items,       check_places,
        check_generator,   phw_lab_randomizer_check};
    for (size_t i = 0; i < sizeof check / sizeof check[0]; ++i)
        PHW_TRY(check[i](s));
    return PHW_OK;
}
