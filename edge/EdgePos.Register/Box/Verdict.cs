using Google.Rpc;
using Grpc.Core;

namespace EdgePos.Register;

/// <summary>What to do about a call that failed.</summary>
internal enum Verdict
{
    /// <summary>Nobody knows whether it was carried out: the same command again, a little later.</summary>
    Again,

    /// <summary>Something else changed the basket: read it, then the same command again.</summary>
    ReadThenAgain,

    /// <summary>The box has decided.</summary>
    Refused,
}

/// <summary>Reads a failed call.</summary>
internal static class Verdicts
{
    /// <summary>
    /// A status that the client library made up because the stream broke counts as a broken connection, whatever
    /// its number: those carry the exception that caused them.
    /// </summary>
    public static Verdict Of(RpcException fault) => fault.StatusCode switch
    {
        StatusCode.Unavailable or StatusCode.ResourceExhausted or StatusCode.DeadlineExceeded => Verdict.Again,
        // "No grpc-status found": the box went away between its answer and the end of the stream.
        StatusCode.Cancelled => Verdict.Again,
        StatusCode.Aborted => Verdict.ReadThenAgain,
        StatusCode.Internal or StatusCode.Unknown when fault.Status.DebugException is not null => Verdict.Again,
        _ => Verdict.Refused,
    };

    /// <summary>How long the box asked to wait; zero where it did not.</summary>
    public static TimeSpan WaitAskedBy(RpcException fault) =>
        fault.GetRpcStatus()?.GetDetail<RetryInfo>()?.RetryDelay?.ToTimeSpan() ?? TimeSpan.Zero;
}
