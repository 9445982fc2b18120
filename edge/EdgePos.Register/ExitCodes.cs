namespace EdgePos.Register;

/// <summary>How the process ends. Source: sysexits.h where it has a number for the case.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>It ran to the end, and something was refused, broken or not as expected; the output says what.</summary>
    public const int NotAll = 1;

    /// <summary>EX_USAGE: the command line is wrong.</summary>
    public const int Usage = 64;

    /// <summary>EX_DATAERR: a file is there and is not what it should be.</summary>
    public const int BadData = 65;

    /// <summary>EX_NOINPUT: a file cannot be read.</summary>
    public const int NoInput = 66;

    /// <summary>EX_UNAVAILABLE: the box does not answer.</summary>
    public const int Unavailable = 69;

    /// <summary>EX_CANTCREAT: a file cannot be written.</summary>
    public const int CannotCreate = 73;

    /// <summary>Stopped by Ctrl-C: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}

/// <summary>What ends the process with one clear line: a file or the box is not there, or not as it must be.</summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="message">What, where, and what to do.</param>
internal class RegisterFault(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>The box did not answer for as long as the caller was patient. Whether the command was carried out is not known.</summary>
/// <param name="gateway">Where it was looked for.</param>
/// <param name="detail">What the last try met.</param>
internal sealed class BoxUnreachable(Uri gateway, string detail)
    : RegisterFault(ExitCodes.Unavailable, $"The box does not answer at {gateway.GetLeftPart(UriPartial.Authority)}: {detail}");
