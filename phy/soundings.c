#include "phy/soundings.h"

#include "phy/sounding_chirp.h"
#include "phy/sounding_golay.h"
#include "phy/sounding_gold.h"
#include "phy/sounding_lora.h"
#include "phy/sounding_m_sequence.h"
#include "phy/sounding_ofdm_comb.h"
#include "phy/sounding_tone.h"
#include "phy/sounding_wifi_ltf.h"
#include "phy/sounding_zadoff_chu.h"

static const phw_sounding *const entries[] = {
    &phw_sounding_wifi_ltf,   &phw_sounding_ofdm_comb, &phw_sounding_zadoff_chu,
    &phw_sounding_m_sequence, &phw_sounding_gold,      &phw_sounding_chirp,
    &phw_sounding_lora,       &phw_sounding_tone,      &phw_sounding_golay,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

/* Room for the longest name there is. */
#define NAME_SIZE 64

const phw_sounding *const *phw_sounding_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_sounding_find(const phw_sounding **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "waveform", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}

phw_status phw_sounding_choose(const phw_sounding **out, phw_params *params,
                               const char *text)
{
    char name[NAME_SIZE];
    const char *rest = NULL;
    const phw_sounding *entry = NULL;
    PHW_TRY(phw_choice_split(name, &rest, text, sizeof name));
    PHW_TRY(phw_sounding_find(&entry, name));
    const phw_status s = phw_params_read(params, entry->params, entry->n_params, rest);
    if (s)
        return phw_fail_within(s, "waveform %s", name);
    *out = entry;
    return PHW_OK;
}
