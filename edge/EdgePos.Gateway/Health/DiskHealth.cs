using EdgePos.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EdgePos.Gateway;

/// <summary>gRPC health of "disk": serving while there is room. The box sells on for a while when it is not.</summary>
internal sealed class DiskHealth(DiskWatch disk) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(disk.Disk == DiskState.Well
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"the disk has {disk.FreeBytes / (1024 * 1024)} MB left"));
}
