namespace EdgePos.Relay;

/// <summary>Why a request for remote help is not done: a stable code, and words for a person.</summary>
/// <param name="Code">One of the constants here.</param>
/// <param name="Why">What is wrong, and what to do.</param>
public sealed record HelpRefusal(string Code, string Why)
{
    /// <summary>Larger than a request may be.</summary>
    public const string TooLarge = "TOO_LARGE";

    /// <summary>Not a request.</summary>
    public const string Unreadable = "UNREADABLE";

    /// <summary>The answer would go where the box does not answer.</summary>
    public const string NoWayBack = "NO_WAY_BACK";

    /// <summary>No root of this box vouches for the certificate.</summary>
    public const string UnknownCertificate = "UNKNOWN_CERTIFICATE";

    /// <summary>The certificate is not valid yet, or not any more.</summary>
    public const string CertificateExpired = "CERTIFICATE_EXPIRED";

    /// <summary>The certificate is no longer believed.</summary>
    public const string CertificateRevoked = "CERTIFICATE_REVOKED";

    /// <summary>The key of the certificate did not sign the request.</summary>
    public const string NotSigned = "NOT_SIGNED";

    /// <summary>It is for another box.</summary>
    public const string NotOurs = "NOT_OURS";

    /// <summary>It does not name the nonce of the box: it was heard before, or another request came first.</summary>
    public const string UsedBefore = "USED_BEFORE";

    /// <summary>Its time is over, or it wants to be valid for too long.</summary>
    public const string Expired = "EXPIRED";

    /// <summary>The certificate names no role, or more than one.</summary>
    public const string NoRole = "NO_ROLE";

    /// <summary>The role does not allow it.</summary>
    public const string NotAllowed = "NOT_ALLOWED";

    /// <summary>A command that only a newer program knows.</summary>
    public const string UnknownCommand = "UNKNOWN_COMMAND";

    /// <summary>More than a person asks for.</summary>
    public const string TooOften = "TOO_OFTEN";

    /// <summary>The journal cannot be written, and what is not in the journal is not done.</summary>
    public const string NotJournaled = "NOT_JOURNALED";

    /// <summary>There is no such device.</summary>
    public const string NoSuchDevice = "NO_SUCH_DEVICE";

    /// <summary>A register has the device.</summary>
    public const string DeviceTaken = "DEVICE_TAKEN";

    /// <summary>The box does not have that version of that dataset.</summary>
    public const string NotKept = "NOT_KEPT";

    /// <summary>A customer stands at the card terminal.</summary>
    public const string PaymentRunning = "PAYMENT_RUNNING";

    /// <summary>It was begun, and did not work.</summary>
    public const string Failed = "FAILED";
}
