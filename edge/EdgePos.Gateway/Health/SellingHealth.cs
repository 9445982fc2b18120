using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EdgePos.Gateway;

/// <summary>gRPC health: serving while the box can sell.</summary>
internal sealed class SellingHealth(Pulse pulse) : IHealthCheck
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await pulse.FindStuckAsync(Deadline, cancellationToken) is { } stuck
            ? HealthCheckResult.Unhealthy($"{stuck} makes no progress")
            : HealthCheckResult.Healthy();
}
