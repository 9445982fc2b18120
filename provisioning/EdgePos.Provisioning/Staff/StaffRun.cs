using System.Globalization;
using EdgePos.V1;
using Grpc.Core;

namespace EdgePos.Provisioning;

/// <summary>Who did what, PINs and hours. Asks the daemon; opens no file.</summary>
/// <param name="gateway">Address of the box.</param>
/// <param name="register">Number under which the box knows who asks; where the store wants it somebody is signed in there.</param>
internal sealed class StaffRun(Uri gateway, int register, TimeProvider time, TextWriter output)
{
    // A year's journal of a busy store is read from its beginning.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    /// <summary>Shows acts, in the order of the journal.</summary>
    /// <exception cref="ToolFault">The box does not answer, or refuses.</exception>
    public async Task<int> AuditAsync(ListAuditRequest request, CancellationToken stop)
    {
        long shown = await CallAsync(async (channel, options) =>
        {
            using var call = new Audit.AuditClient(channel).List(request, options);
            long count = 0;
            await foreach (var act in call.ResponseStream.ReadAllAsync(stop))
            {
                output.WriteLine($"{act.JournalSeq,8}  {At(act.AtUs)}  {(act.Register == 0 ? "box" : $"{act.Register}"),4}  "
                    + $"{(act.Employee.Length == 0 ? "-" : act.Employee),-8}  {act.Kind,-16}  {act.What}");
                count++;
            }

            return count;
        }, stop);
        if (shown == 0)
            output.WriteLine("Nothing of the kind is in the journal.");
        return ExitCodes.Ok;
    }

    /// <summary>Takes an employee's PIN away, and shows one to begin with.</summary>
    /// <exception cref="ToolFault">The box does not answer, or refuses.</exception>
    public async Task<int> ResetPinAsync(string number, CancellationToken stop)
    {
        var given = await CallAsync((channel, options) =>
            new Staff.StaffClient(channel).ResetPinAsync(new ResetPinRequest { Employee = number }, options).ResponseAsync, stop);
        output.WriteLine($"Employee {number} begins with {given.StartPin}, and chooses another PIN at the register.");
        return ExitCodes.Ok;
    }

    /// <summary>Shows what was said to the time clock, and how long each worked, breaks taken off.</summary>
    /// <exception cref="ToolFault">The box does not answer, or refuses.</exception>
    public async Task<int> HoursAsync(ListHoursRequest request, CancellationToken stop)
    {
        var all = await CallAsync(async (channel, options) =>
        {
            using var call = new Staff.StaffClient(channel).ListHours(request, options);
            return await call.ResponseStream.ReadAllAsync(stop).ToListAsync(stop);
        }, stop);
        foreach (var clocked in all)
            output.WriteLine($"{At(clocked.AtUs)}  {clocked.Employee,-8}  {Word(clocked.Kind)}");
        foreach (var one in all.GroupBy(clocked => clocked.Employee).OrderBy(one => one.Key, StringComparer.Ordinal))
            output.WriteLine($"{one.Key}: {WorkedBy([.. one])}");
        if (all.Count == 0)
            output.WriteLine("Nothing was said to the time clock.");
        return ExitCodes.Ok;
    }

    private Task<T> CallAsync<T>(Func<Grpc.Net.Client.GrpcChannel, CallOptions, Task<T>> call, CancellationToken stop) =>
        new RemoteCall("the box", gateway, Deadline, time, register).RunAsync(call, stop);

    // From each in or end of a break to the next out or break. One that has no end yet counts for nothing.
    private static string WorkedBy(IReadOnlyList<Clocked> said)
    {
        long worked = 0, since = 0;
        foreach (var one in said)
        {
            if (one.Kind is ClockKind.In or ClockKind.BreakEnded)
                since = one.AtUs;
            else if (since > 0)
                (since, worked) = (0, worked + one.AtUs - since);
        }

        var time = TimeSpan.FromMicroseconds(worked);
        string sum = string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00} hours");
        return since > 0 ? $"{sum}, and at work" : sum;
    }

    private static string Word(ClockKind kind) => kind switch
    {
        ClockKind.In => "in",
        ClockKind.Out => "out",
        ClockKind.BreakBegun => "break",
        _ => "back",
    };

    private static string At(long us) =>
        DateTimeOffset.UnixEpoch.AddMicroseconds(us).LocalDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
