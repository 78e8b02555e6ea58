/** @file
 * A scenario as plain data: the values of its keys, and the entries of its sections
 * (nodes, sites, the surface, tags, interferers) with the values of theirs.
 */
#ifndef PHW_TOOLS_SCENARIO_DATA_H
#define PHW_TOOLS_SCENARIO_DATA_H

#include <stdbool.h>
#include <stddef.h>

#include "tools/scenario_fields.h"
#include "tools/scenario_table.h"

/** The keys with a text. */
enum {
    PHW_SCENARIO_DESCRIPTION = 0,
    PHW_SCENARIO_PROFILE,
    PHW_SCENARIO_SPECTRUM,
    PHW_SCENARIO_LAW,
    PHW_SCENARIO_PATH_LOSS,
    PHW_SCENARIO_UPLINK_NOISE,
    PHW_SCENARIO_SOUNDING,
    PHW_SCENARIO_RANDOMIZER,
    PHW_N_SCENARIO_TEXTS
};

/** Most entries of all sections together. */
#define PHW_SCENARIO_ITEMS_MAX 128

/** Bytes of a text of an entry, its end included: a phase mask of eight points. */
#define PHW_SCENARIO_ITEM_TEXT_MAX 192

/** One entry of a section: its fields' values, at the fields' numbers. */
typedef struct phw_scenario_item {
    phw_scenario_section_id section;
    char name[32]; /**< "" for a section that has no names */
    int line;      /**< where it began, 0 for one made since */
    double value[PHW_SCENARIO_FIELDS_MAX][3]; /**< [0] alone, but for a vector's */
    char text[PHW_SCENARIO_ITEM_TEXTS][PHW_SCENARIO_ITEM_TEXT_MAX];
    bool given[PHW_SCENARIO_FIELDS_MAX];
    int field_line[PHW_SCENARIO_FIELDS_MAX];
} phw_scenario_item;

/** One scenario, plain data. */
typedef struct phw_scenario {
    char path[1024];        /**< where it was read from, cut */
    char description[512];  /**< one line for people, may be "" */
    char profile[1024];     /**< entry of the channel profiles, with its parameters, or
                                 the taps themselves */
    char spectrum[128];     /**< Doppler spectrum of all taps; "" for the profile's */
    char law[128];          /**< law of the first tap's envelope; "" for rice_k_db's */
    char path_loss[128];    /**< entry of the path losses; "" for none */
    char uplink_noise[128]; /**< law of the noise over an uplink, with its parameters */
    char sounding[128];     /**< waveform of level iq, with its parameters; "" for the
                                 preamble of 802.11 */
    char randomizer[128];   /**< what the ends make random; "" for nothing */
    double value[PHW_N_SCENARIO_KEYS];
    bool given[PHW_N_SCENARIO_KEYS];
    int line[PHW_N_SCENARIO_TEXTS +
             PHW_N_SCENARIO_KEYS]; /**< of the file, texts first; 0 for a default and
                                        for what was set since */
    phw_scenario_item item[PHW_SCENARIO_ITEMS_MAX]; /**< in the order of the file */
    size_t n_items;
} phw_scenario;

/** How many entries a section has. */
size_t phw_scenario_count(const phw_scenario *s, phw_scenario_section_id section);

/** Entry i of a section; NULL past the last. */
const phw_scenario_item *phw_scenario_item_at(const phw_scenario *s,
                                              phw_scenario_section_id section,
                                              size_t i);

/** A field of an entry: its number, or what is first of a vector. */
double phw_scenario_item_value(const phw_scenario_item *item, size_t field);

/** A field with a text. */
const char *phw_scenario_item_text(const phw_scenario_item *item, size_t field);

#endif
