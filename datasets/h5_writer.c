#include "datasets/h5_writer.h"

#include <stdbool.h>
#include <string.h>

#include <hdf5.h>

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
