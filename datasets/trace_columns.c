#include "datasets/trace_columns.h"

#include <stdbool.h>
#include <string.h>

#include <hdf5.h>

#include "datasets/h5_value.h"
#include "datasets/h5_writer.h"

#define GROUP "columns"

/* Objects in a party's group, others' additions included. */
#define MOST_ARRAYS 64

phw_status phw_trace_columns_put(int64_t group, const phw_trace *t)
{
    int64_t columns = -1;
    if (t->n_columns == 0)
        return PHW_OK;
    PHW_TRY(phw_h5_put_group(&columns, group, GROUP));
    phw_status s = PHW_OK;
    for (size_t i = 0; !s && i < t->n_columns; ++i) {
        const phw_h5_array array = {.name = t->column[i].name,
                                    .unit = t->column[i].unit,
                                    .element = PHW_H5_F64,
                                    .rows = t->n_probes};
        s = phw_h5_put_array(columns, &array, t->column[i].value);
    }
    (void)H5Gclose(columns);
    return s;
}

static phw_status get_column(phw_trace *t, const phw_h5_file *file,
                             const phw_h5_link *link)
{
    phw_h5_found found;
    char unit[sizeof t->column->unit] = "1";
    PHW_TRY(phw_h5_find_array(&found, file, link->node, link->name));
    if (found.type.class_ != PHW_H5_INTEGER && found.type.class_ != PHW_H5_REAL)
        return phw_fail(PHW_EINPUT, "%s does not hold numbers", link->name);
    if (found.rows != t->n_probes || found.columns != 1)
        return phw_fail(PHW_EINPUT, "%s is %zu x %zu, but H has %zu probes", link->name,
                        found.rows, found.columns, t->n_probes);
    PHW_TRY(phw_h5_get_text(file, link->node, "unit", unit, sizeof unit, false));
    double *value = NULL;
    const phw_status s = phw_trace_add_column(&value, t, link->name, unit);
    if (s) /* what no caller may say no file may either */
        return phw_fail_within(s == PHW_EARG ? PHW_EINPUT : s, "its name or unit");
    phw_h5_read_doubles(&found, value);
    return PHW_OK;
}

static bool find_group(uint64_t *node, const phw_h5_link *links, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        if (strcmp(links[i].name, GROUP) == 0) {
            *node = links[i].node;
            return true;
        }
    }
    return false;
}

phw_status phw_trace_columns_get(phw_trace *t, const phw_h5_file *file, uint64_t group)
{
    phw_h5_link links[MOST_ARRAYS];
    size_t n = 0;
    uint64_t node = 0;
    PHW_TRY(phw_h5_list(file, group, links, &n, MOST_ARRAYS));
    if (!find_group(&node, links, n))
        return PHW_OK;
    _Static_assert(MOST_ARRAYS >= PHW_TRACE_MOST_COLUMNS, "the links are used twice");
    phw_status s = phw_h5_list(file, node, links, &n, PHW_TRACE_MOST_COLUMNS);
    for (size_t i = 0; !s && i < n; ++i)
        s = get_column(t, file, &links[i]);
    return s ? phw_fail_within(s, GROUP) : PHW_OK;
}
