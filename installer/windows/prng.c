/* ProcessPrng of bcryptprimitives.dll, for a wine that has not got it yet; every Windows 10 has. Never shipped. */
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE out, SIZE_T size)
{
    while (size) {
        ULONG part = size > 0x40000000 ? 0x40000000 : (ULONG)size;
        if (!SystemFunction036(out, part))
            return FALSE;
        out += part;
        size -= part;
    }
    return TRUE;
}
