using EdgePos.Gateway;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgePos.Tests;

/// <summary>Disks as a part of the daemon sees them.</summary>
internal static class Disks
{
    /// <summary>A disk with room without end.</summary>
    public static DiskWatch Roomy(TempFolder folder) =>
        new(new Ballast(folder.File("ballast"), bytes: 1), () => long.MaxValue, lowBytes: 1, NullLogger<DiskWatch>.Instance);
}
