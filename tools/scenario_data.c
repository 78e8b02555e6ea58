#include "tools/scenario_data.h"

size_t phw_scenario_count(const phw_scenario *s, phw_scenario_section_id section)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n_items; ++i)
        n += s->item[i].section == section;
    return n;
}

const phw_scenario_item *phw_scenario_item_at(const phw_scenario *s,
                                              phw_scenario_section_id section, size_t i)
{
    for (size_t k = 0; k < s->n_items; ++k) {
        if (s->item[k].section == section && i-- == 0)
            return &s->item[k];
    }
    return NULL;
}

double phw_scenario_item_value(const phw_scenario_item *item, size_t field)
{
    return item->value[field][0];
}

const char *phw_scenario_item_text(const phw_scenario_item *item, size_t field)
{
    return item->text[phw_scenario_section_at(item->section)->field[field].slot];
}
