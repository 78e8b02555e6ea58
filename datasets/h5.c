#include "datasets/h5.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <hdf5.h>

/* What a filtered byte may grow to: deflate's limit is 1032. */
#define MOST_EXPANSION 1032

/* Complex samples in memory or as written; H5Tclose() it. */
static hid_t complex_type(hid_t part)
{
    const hid_t type = H5Tcreate(H5T_COMPOUND, 8);
    if (type >= 0 &&
        (H5Tinsert(type, "r", 0, part) < 0 || H5Tinsert(type, "i", 4, part) < 0)) {
        (void)H5Tclose(type);
        return -1;
    }
    return type;
}

static hid_t written_type(phw_h5_element element)
{
    switch (element) {
    case PHW_H5_F32:
        return H5Tcopy(H5T_IEEE_F32LE);
    case PHW_H5_F64:
        return H5Tcopy(H5T_IEEE_F64LE);
    case PHW_H5_I64:
        return H5Tcopy(H5T_STD_I64LE);
    default:
        return complex_type(H5T_IEEE_F32LE);
    }
}

static hid_t memory_type(phw_h5_element element)
{
    switch (element) {
    case PHW_H5_F32:
        return H5Tcopy(H5T_NATIVE_FLOAT);
    case PHW_H5_F64:
        return H5Tcopy(H5T_NATIVE_DOUBLE);
    case PHW_H5_I64:
        return H5Tcopy(H5T_NATIVE_INT64);
    default:
        return complex_type(H5T_NATIVE_FLOAT);
    }
}

static phw_status put_attribute(hid_t node, const char *name, hid_t written,
                                hid_t memory, const void *value)
{
    const hid_t space = H5Screate(H5S_SCALAR);
    const hid_t attribute =
        H5Acreate2(node, name, written, space, H5P_DEFAULT, H5P_DEFAULT);
    const bool good = attribute >= 0 && H5Awrite(attribute, memory, value) >= 0;
    (void)H5Aclose(attribute);
    (void)H5Sclose(space);
    return good ? PHW_OK : phw_fail(PHW_EIO, "%s: HDF5 can't write it", name);
}

phw_status phw_h5_put_text(int64_t node, const char *name, const char *text)
{
    const size_t size = strlen(text);
    const hid_t type = H5Tcopy(H5T_C_S1);
    phw_status s = PHW_OK;
    /* The type has at least one byte, so "" is a single 0. */
    if (H5Tset_size(type, size > 0 ? size : 1) < 0 ||
        H5Tset_strpad(type, H5T_STR_NULLPAD) < 0 ||
        H5Tset_cset(type, H5T_CSET_UTF8) < 0)
        s = phw_fail(PHW_EIO, "%s: HDF5 can't write it", name);
    if (!s)
        s = put_attribute(node, name, type, type, text);
    (void)H5Tclose(type);
    return s;
}

phw_status phw_h5_put_number(int64_t node, const char *name, double x)
{
    return put_attribute(node, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, &x);
}

phw_status phw_h5_put_integer(int64_t node, const char *name, int64_t x)
{
    return put_attribute(node, name, H5T_STD_I64LE, H5T_NATIVE_INT64, &x);
}

phw_status phw_h5_put_group(int64_t *out, int64_t node, const char *name)
{
    const hid_t how = H5Pcreate(H5P_GROUP_CREATE);
    hid_t group = -1;
    if (H5Pset_obj_track_times(how, false) >= 0)
        group = H5Gcreate2(node, name, H5P_DEFAULT, how, H5P_DEFAULT);
    (void)H5Pclose(how);
    if (group < 0)
        return phw_fail(PHW_EIO, "%s: HDF5 can't make the group", name);
    *out = group;
    return PHW_OK;
}

phw_status phw_h5_put_array(int64_t node, const phw_h5_array *array, const void *data)
{
    const hsize_t shape[2] = {array->rows, array->columns};
    const hid_t space = H5Screate_simple(array->columns == 0 ? 1 : 2, shape, NULL);
    const hid_t how = H5Pcreate(H5P_DATASET_CREATE);
    const hid_t written = written_type(array->element);
    const hid_t memory = memory_type(array->element);
    hid_t set = -1;
    if (H5Pset_obj_track_times(how, false) >= 0)
        set = H5Dcreate2(node, array->name, written, space, H5P_DEFAULT, how,
                         H5P_DEFAULT);
    phw_status s = PHW_OK;
    if (set < 0 || H5Dwrite(set, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) < 0)
        s = phw_fail(PHW_EIO, "%s: HDF5 can't write it", array->name);
    if (!s && array->unit != NULL)
        s = phw_h5_put_text(set, "unit", array->unit);
    (void)H5Dclose(set);
    (void)H5Tclose(memory);
    (void)H5Tclose(written);
    (void)H5Pclose(how);
    (void)H5Sclose(space);
    return s;
}

/* A single value of the type. */
static bool is_scalar(hid_t attribute)
{
    const hid_t space = H5Aget_space(attribute);
    const bool one = space >= 0 && H5Sget_simple_extent_npoints(space) == 1;
    (void)H5Sclose(space);
    return one;
}

static bool read_variable_text(hid_t attribute, hid_t type, char *out, size_t size)
{
    char *text = NULL;
    const hid_t memory = H5Tcopy(H5T_C_S1);
    bool good = H5Tset_size(memory, H5T_VARIABLE) >= 0 &&
                H5Tset_cset(memory, H5Tget_cset(type)) >= 0 &&
                H5Aread(attribute, memory, &text) >= 0;
    if (good && text != NULL) {
        good = strlen(text) < size;
        if (good)
            memcpy(out, text, strlen(text) + 1);
    } else if (good) {
        out[0] = '\0';
    }
    if (text != NULL)
        (void)H5free_memory(text);
    (void)H5Tclose(memory);
    return good;
}

static bool read_fixed_text(hid_t attribute, hid_t type, char *out, size_t size)
{
    const size_t length = H5Tget_size(type);
    if (length == 0 || length >= size)
        return false;
    memset(out, 0, size);
    return H5Aread(attribute, type, out) >= 0;
}

phw_status phw_h5_get_text(int64_t node, const char *name, char *out, size_t size)
{
    if (H5Aexists(node, name) <= 0)
        return phw_fail(PHW_EINPUT, "attribute %s is missing", name);
    char text[512] = "";
    const hid_t attribute = H5Aopen(node, name, H5P_DEFAULT);
    const hid_t type = H5Aget_type(attribute);
    bool good = type >= 0 && H5Tget_class(type) == H5T_STRING && is_scalar(attribute);
    if (size > sizeof text)
        size = sizeof text;
    if (good && H5Tis_variable_str(type) > 0)
        good = read_variable_text(attribute, type, text, size);
    else if (good)
        good = read_fixed_text(attribute, type, text, size);
    (void)H5Tclose(type);
    (void)H5Aclose(attribute);
    if (!good)
        return phw_fail(PHW_EINPUT,
                        "attribute %s can't be read; expected a text of fewer than %zu "
                        "bytes",
                        name, size);
    memcpy(out, text, strlen(text) + 1);
    return PHW_OK;
}

/* Integers and floats of the usual widths; whoever writes a truth value with h5py gets
 * an enumeration. */
static bool is_plain_number(hid_t type)
{
    const H5T_class_t class = H5Tget_class(type);
    return (class == H5T_INTEGER || class == H5T_FLOAT || class == H5T_ENUM) &&
           H5Tget_size(type) <= 8;
}

phw_status phw_h5_get_number(int64_t node, const char *name, double *out)
{
    if (H5Aexists(node, name) == 0)
        return PHW_OK;
    double x = 0.0;
    int64_t whole = 0;
    const hid_t attribute = H5Aopen(node, name, H5P_DEFAULT);
    const hid_t type = H5Aget_type(attribute);
    bool good = type >= 0 && is_plain_number(type) && is_scalar(attribute);
    if (good && H5Tget_class(type) == H5T_FLOAT) {
        good = H5Aread(attribute, H5T_NATIVE_DOUBLE, &x) >= 0 && isfinite(x);
    } else if (good) {
        good = H5Aread(attribute, H5T_NATIVE_INT64, &whole) >= 0;
        x = (double)whole;
    }
    (void)H5Tclose(type);
    (void)H5Aclose(attribute);
    if (!good)
        return phw_fail(PHW_EINPUT, "attribute %s is not a single finite number", name);
    *out = x;
    return PHW_OK;
}

/* A link could lead to another file. */
static phw_status check_link(hid_t node, const char *name)
{
    H5L_info_t info;
    if (H5Lexists(node, name, H5P_DEFAULT) <= 0)
        return phw_fail(PHW_EINPUT, "%s is missing", name);
    if (H5Lget_info(node, name, &info, H5P_DEFAULT) < 0 || info.type != H5L_TYPE_HARD)
        return phw_fail(PHW_EINPUT, "%s is a link; expected it in this file", name);
    return PHW_OK;
}

static bool member_is_float(hid_t type, const char *name)
{
    const int i = H5Tget_member_index(type, name);
    if (i < 0 || H5Tget_member_class(type, (unsigned)i) != H5T_FLOAT)
        return false;
    const hid_t member = H5Tget_member_type(type, (unsigned)i);
    const bool plain = member >= 0 && H5Tget_size(member) <= 8;
    (void)H5Tclose(member);
    return plain;
}

static phw_status check_type(hid_t type, const char *name, phw_h5_element element)
{
    const H5T_class_t class = H5Tget_class(type);
    const bool plain = is_plain_number(type);
    if (element == PHW_H5_CF32) {
        if (class != H5T_COMPOUND || H5Tget_nmembers(type) != 2 ||
            !member_is_float(type, "r") || !member_is_float(type, "i"))
            return phw_fail(PHW_EINPUT, "%s is not complex; expected {r, i} of floats",
                            name);
    } else if (!plain || (element == PHW_H5_I64 && class != H5T_INTEGER)) {
        return phw_fail(PHW_EINPUT, "%s does not hold %s", name,
                        element == PHW_H5_I64 ? "whole numbers" : "real numbers");
    }
    return PHW_OK;
}

/* Only filters that are built in: others would be loaded from the outside. */
static phw_status check_storage(hid_t how, const char *name)
{
    const H5D_layout_t layout = H5Pget_layout(how);
    if ((layout != H5D_CONTIGUOUS && layout != H5D_COMPACT && layout != H5D_CHUNKED) ||
        H5Pget_external_count(how) != 0)
        return phw_fail(PHW_EINPUT, "%s lies outside this file; expected it inside",
                        name);
    const int n = H5Pget_nfilters(how);
    for (int i = 0; i < n; ++i) {
        unsigned flags = 0;
        unsigned config = 0;
        size_t n_values = 0;
        const H5Z_filter_t filter =
            H5Pget_filter2(how, (unsigned)i, &flags, &n_values, NULL, 0, NULL, &config);
        if (filter != H5Z_FILTER_DEFLATE && filter != H5Z_FILTER_SHUFFLE &&
            filter != H5Z_FILTER_FLETCHER32)
            return phw_fail(PHW_EINPUT,
                            "%s uses filter %d; expected none, deflate, shuffle or a "
                            "checksum",
                            name, (int)filter);
    }
    return n < 0 ? phw_fail(PHW_EINPUT, "%s can't be read", name) : PHW_OK;
}

static phw_status get_shape(size_t *rows, size_t *columns, hid_t set, const char *name)
{
    hsize_t shape[2] = {0, 1};
    const hid_t space = H5Dget_space(set);
    const int rank = H5Sget_simple_extent_ndims(space);
    const bool good = (rank == 1 || rank == 2) && H5Sis_simple(space) > 0 &&
                      H5Sget_simple_extent_dims(space, shape, NULL) == rank;
    (void)H5Sclose(space);
    if (!good)
        return phw_fail(PHW_EINPUT, "%s has %d dimensions; expected 1 or 2", name,
                        rank);
    if (shape[0] == 0 || shape[1] == 0)
        return phw_fail(PHW_EINPUT, "%s is empty", name);
    *rows = (size_t)shape[0];
    *columns = (size_t)shape[1];
    return PHW_OK;
}

/* Sizes are settled before anything is allocated: a few bytes may claim terabytes. */
static phw_status check_size(hid_t set, hid_t how, hid_t type, const char *name,
                             const size_t shape[2])
{
    hsize_t file_bytes = 0;
    size_t n = 0;
    size_t bytes = 0;
    const hid_t file = H5Iget_file_id(set);
    const bool known = file >= 0 && H5Fget_filesize(file, &file_bytes) >= 0;
    (void)H5Fclose(file);
    const hsize_t stored = H5Dget_storage_size(set);
    const hsize_t growth = H5Pget_nfilters(how) > 0 ? MOST_EXPANSION : 1;
    if (!known || __builtin_mul_overflow(shape[0], shape[1], &n) ||
        __builtin_mul_overflow(n, H5Tget_size(type), &bytes) || stored > file_bytes ||
        bytes / growth > stored)
        return phw_fail(PHW_EINPUT,
                        "%s claims %zu x %zu elements, more than the %llu bytes that "
                        "the file holds of it",
                        name, shape[0], shape[1], (unsigned long long)stored);
    return PHW_OK;
}

phw_status phw_h5_open_array(int64_t *out, size_t *rows, size_t *columns, int64_t node,
                             const char *name, phw_h5_element element)
{
    PHW_TRY(check_link(node, name));
    const hid_t set = H5Dopen2(node, name, H5P_DEFAULT);
    if (set < 0)
        return phw_fail(PHW_EINPUT, "%s can't be opened as an array", name);
    size_t shape[2] = {0, 0};
    const hid_t how = H5Dget_create_plist(set);
    const hid_t type = H5Dget_type(set);
    phw_status s = check_type(type, name, element);
    if (!s)
        s = check_storage(how, name);
    if (!s)
        s = get_shape(&shape[0], &shape[1], set, name);
    if (!s)
        s = check_size(set, how, type, name, shape);
    (void)H5Tclose(type);
    (void)H5Pclose(how);
    if (s) {
        (void)H5Dclose(set);
        return s;
    }
    *rows = shape[0];
    *columns = shape[1];
    *out = set;
    return PHW_OK;
}

phw_status phw_h5_read_array(int64_t array, const char *name, phw_h5_element element,
                             void *out)
{
    const hid_t memory = memory_type(element);
    const bool good = H5Dread(array, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, out) >= 0;
    (void)H5Tclose(memory);
    return good ? PHW_OK
                : phw_fail(PHW_EINPUT, "%s can't be read: the file is damaged", name);
}

phw_status phw_h5_open_group(int64_t *out, int64_t node, const char *name)
{
    PHW_TRY(check_link(node, name));
    const hid_t group = H5Gopen2(node, name, H5P_DEFAULT);
    if (group < 0)
        return phw_fail(PHW_EINPUT, "%s can't be opened as a group", name);
    *out = group;
    return PHW_OK;
}
