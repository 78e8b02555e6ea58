#include "tools/scenario_line.h"

phw_status phw_scenario_line_refuse(const phw_scenario *s, int line)
{
    if (line == 0)
        return phw_fail_within(PHW_EINPUT, "%s", s->path);
    return phw_fail_within(PHW_EINPUT, "%s:%d", s->path, line);
}

int phw_scenario_line_of(const phw_scenario_item *item, size_t field)
{
    const int line = item->field_line[field];
    return line > 0 ? line : item->line;
}

int phw_scenario_line_pair(const phw_scenario *s, phw_scenario_key a,
                           phw_scenario_key b)
{
    const int line_a = s->line[PHW_N_SCENARIO_TEXTS + a];
    const int line_b = s->line[PHW_N_SCENARIO_TEXTS + b];
    return line_a > line_b ? line_a : line_b;
}
