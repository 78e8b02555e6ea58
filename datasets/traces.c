#include "datasets/traces.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "datasets/trace_file.h"

/* Splits off PART at the last colon before which a file exists; a file of the whole
 * name wins. False when there is no such file. */
static bool split(char *path, const char **part)
{
    *part = NULL;
    if (access(path, F_OK) == 0)
        return true;
    for (char *colon = path + strlen(path); colon-- > path;) {
        if (*colon != ':')
            continue;
        *colon = '\0';
        if (access(path, F_OK) == 0) {
            *part = colon + 1;
            return true;
        }
        *colon = ':';
    }
    return false;
}

static phw_status open_parts(phw_trace *out, const char *path, const char *part,
                             const phw_rssi_options *options)
{
    if (part != NULL && *part == '\0')
        return phw_fail(PHW_EINPUT,
                        "%s: nothing follows the colon; expected a group "
                        "or a column",
                        path);
    if (phw_trace_file_is(path))
        return phw_trace_read(out, path, part);
    phw_rssi_options o = {0};
    if (options != NULL)
        o = *options;
    if (part != NULL)
        o.column = part;
    return phw_rssi_read(out, path, &o);
}

static phw_status missing(const char *spec)
{
    errno = ENOENT;
    return phw_file_refuse(spec);
}

phw_status phw_trace_open(phw_trace *out, const char *spec,
                          const phw_rssi_options *options)
{
    char *path = strdup(spec);
    if (path == NULL)
        return phw_fail(PHW_ENOMEM, "%s: no memory", spec);
    const char *part = NULL;
    phw_status s = PHW_OK;
    if (split(path, &part))
        s = open_parts(out, path, part, options);
    else
        s = missing(spec);
    free(path);
    return s;
}
