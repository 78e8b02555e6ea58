/* What a user of the installed library writes, in C and in C++. */
#include <phyward.h>
#include <stdio.h>

int main(void)
{
    phw_bits b = {};
    if (phw_bits_alloc(&b, 100) != PHW_OK)
        return 1;
    phw_bits_set(&b, 99, true);
    (void)printf("%zu %s " PHYWARD_VERSION "\n", phw_bits_count(&b),
                 phw_status_name(PHW_OK));
    phw_bits_free(&b);
    return 0;
}
