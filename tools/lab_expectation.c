#include "tools/lab_expectation.h"

#include <stdbool.h>
#include <string.h>

/* What closed forms have of the keys. */
static const phw_scenario_key keys[] = {
    PHW_SCENARIO_CARRIER_HZ,   PHW_SCENARIO_BANDWIDTH_HZ,   PHW_SCENARIO_DELAY_SPREAD_S,
    PHW_SCENARIO_TAPS,         PHW_SCENARIO_SPEED_M_S,      PHW_SCENARIO_DOPPLER_HZ,
    PHW_SCENARIO_RICE_K_DB,    PHW_SCENARIO_SNR_ALICE_DB,   PHW_SCENARIO_SNR_BOB_DB,
    PHW_SCENARIO_TURNAROUND_S, PHW_SCENARIO_EVE_CORRELATION};

/* And of the fields of an entry. */
static const struct {
    phw_scenario_section_id section;
    unsigned field;
} fields[] = {{PHW_SECTION_NODES, PHW_NODE_SITE},
              {PHW_SECTION_NODES, PHW_NODE_POSITION_M},
              {PHW_SECTION_NODES, PHW_NODE_VELOCITY_M_S},
              {PHW_SECTION_NODES, PHW_NODE_SNR_DB},
              {PHW_SECTION_NODES, PHW_NODE_TX_POWER_DBM},
              {PHW_SECTION_NODES, PHW_NODE_NOISE_FIGURE_DB},
              {PHW_SECTION_NODES, PHW_NODE_CFO_HZ},
              {PHW_SECTION_NODES, PHW_NODE_CFO_DRIFT_HZ_S},
              {PHW_SECTION_NODES, PHW_NODE_LINEWIDTH_HZ},
              {PHW_SECTION_NODES, PHW_NODE_PHASE_MASK},
              {PHW_SECTION_NODES, PHW_NODE_AMPLIFIER},
              {PHW_SECTION_NODES, PHW_NODE_BACKOFF_DB},
              {PHW_SECTION_SITES, PHW_SITE_ANGLES},
              {PHW_SECTION_SITES, PHW_SITE_FLAT},
              {PHW_SECTION_SURFACE, PHW_SURFACE_ELEMENTS},
              {PHW_SECTION_SURFACE, PHW_SURFACE_BITS},
              {PHW_SECTION_SURFACE, PHW_SURFACE_CONFIGURATION},
              {PHW_SECTION_SURFACE, PHW_SURFACE_POWER_DB},
              {PHW_SECTION_TAGS, PHW_TAG_DEPTH},
              {PHW_SECTION_TAGS, PHW_TAG_POWER_DB},
              {PHW_SECTION_TAGS, PHW_TAG_PERIOD}};

static bool has_key(size_t key)
{
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; ++i) {
        if ((size_t)keys[i] == key)
            return true;
    }
    return false;
}

static bool has_field(phw_scenario_section_id section, size_t field)
{
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; ++i) {
        if (fields[i].section == section && fields[i].field == field)
            return true;
    }
    return false;
}

/* The powers and noises that are compared are those of the hub and its first partner.
 */
static bool is_of_pair(const phw_scenario *s, const phw_scenario_item *node)
{
    size_t n_ends = 0;
    for (size_t i = 0; i < phw_scenario_count(s, PHW_SECTION_NODES); ++i) {
        const phw_scenario_item *item = phw_scenario_item_at(s, PHW_SECTION_NODES, i);
        if ((int)phw_scenario_item_value(item, PHW_NODE_ROLE) != PHW_ROLE_END)
            continue;
        if (++n_ends <= 2 && item == node)
            return true;
    }
    return false;
}

/* Whether a field of that entry is in a closed form: with a path loss the powers are,
 * without one their ratio to the noise. */
static bool is_seen(const phw_scenario *s, const phw_scenario_item *item, size_t field)
{
    const bool is_level = item->section == PHW_SECTION_NODES &&
                          (field == PHW_NODE_SNR_DB || field == PHW_NODE_TX_POWER_DBM ||
                           field == PHW_NODE_NOISE_FIGURE_DB);
    const bool is_idle =
        is_level &&
        field == (*s->path_loss != '\0' ? PHW_NODE_SNR_DB : PHW_NODE_TX_POWER_DBM);
    return has_field(item->section, field) && !is_idle &&
           (!is_level || is_of_pair(s, item));
}

static bool differs(const phw_scenario_item *a, const phw_scenario_item *b, size_t i)
{
    const phw_scenario_field *f = &phw_scenario_section_at(a->section)->field[i];
    if (f->kind == PHW_FIELD_TEXT)
        return strcmp(a->text[f->slot], b->text[f->slot]) != 0;
    for (size_t k = 0; k < 3; ++k) {
        if (a->value[i][k] != b->value[i][k])
            return true;
    }
    return false;
}

static phw_status refuse(const char *section, const char *name, const char *key)
{
    return phw_fail(PHW_EARG,
                    "%s%s%s%s%s: no closed form has that key, a wrong value could not "
                    "fail; expected another one",
                    section, *section != '\0' ? "." : "", name,
                    *name != '\0' ? "." : "", key);
}

static phw_status check_item(const phw_scenario *s, const phw_scenario_item *a,
                             const phw_scenario_item *b)
{
    const phw_scenario_section *section = phw_scenario_section_at(a->section);
    for (size_t i = 0; i < section->n_fields; ++i) {
        if (differs(a, b, i) && !is_seen(s, a, i))
            return refuse(section->name, a->name, section->field[i].param.name);
    }
    return PHW_OK;
}

phw_status phw_lab_expectation_check(const phw_scenario *expected,
                                     const phw_scenario *scenario)
{
    for (size_t i = 0; i < PHW_N_SCENARIO_KEYS; ++i) {
        if (expected->value[i] != scenario->value[i] && !has_key(i))
            return refuse("", "", phw_scenario_param((phw_scenario_key)i)->name);
    }
    if (expected->n_items != scenario->n_items)
        return phw_fail(PHW_EARG, "another entry; expected a key of one that is there");
    for (size_t i = 0; i < scenario->n_items; ++i)
        PHW_TRY(check_item(expected, &expected->item[i], &scenario->item[i]));
    return PHW_OK;
}
