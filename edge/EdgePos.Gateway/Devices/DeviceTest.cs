using EdgePos.Devices;

namespace EdgePos.Gateway;

/// <summary>Tries a device, for staff in the store and for a help desk.</summary>
internal sealed class DeviceTest(DeviceClaims claims, TimeProvider time)
{
    private static readonly TimeSpan TestDeadline = TimeSpan.FromSeconds(15);

    /// <summary>The register that has claimed a device; null: none.</summary>
    public int? HolderOf(DeviceDriver driver) => claims.HolderOf(driver.Description.Name)?.Register;

    /// <summary>Tries it: whether it did what it was asked, and what that was, or why not.</summary>
    public async Task<(bool Passed, string Report)> RunAsync(DeviceDriver driver, CancellationToken cancellation)
    {
        using var deadline = Deadline.After(TestDeadline, time, cancellation);
        try
        {
            return (true, await driver.TestAsync(deadline.Token));
        }
        catch (DeviceFault fault)
        {
            return (false, fault.Reason);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (false, $"nothing came of it within {TestDeadline.TotalSeconds} seconds");
        }
    }
}
