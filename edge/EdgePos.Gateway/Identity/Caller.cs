using System.Globalization;
using EdgePos.Store;
using Grpc.Core;

namespace EdgePos.Gateway;

/// <summary>Who calls: the register's number, what it is, and the language it wants its sentences in.</summary>
/// <param name="Register">1 to 9999, see <see cref="NumberOf"/>.</param>
/// <param name="Kind">As it was paired; a till where certificates do not tell.</param>
/// <param name="Language">One that there are texts in.</param>
/// <param name="Approval">What somebody said who allows it, name:PIN; empty: nobody did.</param>
internal sealed record Caller(int Register, RegisterKind Kind, string Language, string Approval)
{
    /// <summary>Request header with who allows what staff may not do on their own.</summary>
    public const string ApprovalHeader = "edgepos-approval";

    /// <summary>Request header with the register's number.</summary>
    public const string RegisterHeader = "edgepos-register";

    /// <summary>Reads the caller from the certificate and the request's headers.</summary>
    public static Caller Of(ServerCallContext context, string storeLanguage)
    {
        string language = LanguageOf(context, storeLanguage);
        string approval = HeaderOf(context, ApprovalHeader) ?? "";
        var admitted = context.GetHttpContext().Features.Get<Admitted>();
        if (NumberOf(context) is not { } register)
        {
            throw StatusMap.ToException(new Refusal(RefusalCode.FieldInvalid, RegisterHeader,
                $"the header {RegisterHeader} must be a number from 1 to {ReceiptNumber.MaxRegister}"), language);
        }

        return new Caller(register, admitted?.Kind ?? RegisterKind.Till, language, approval);
    }

    /// <summary>
    /// The register's number: by the book; of a store with an authority of its own by the certificate, "register 7"; else by what the
    /// header says. Null: nothing says it, or not the same.
    /// </summary>
    public static int? NumberOf(ServerCallContext context)
    {
        var call = context.GetHttpContext();
        if (call.Features.Get<Admitted>() is { Register: > 0 } admitted)
            return admitted.Register;
        int? said = int.TryParse(HeaderOf(context, RegisterHeader), NumberStyles.None, CultureInfo.InvariantCulture,
            out int register) && ReceiptNumber.IsRegister(register) ? register : null;
        return call.Connection.ClientCertificate is { } shown && V1.RegisterIdentity.NumberOf(shown) != said ? null : said;
    }

    /// <summary>The language asked for in accept-language where there are texts in it, else the store's.</summary>
    public static string LanguageOf(ServerCallContext context, string storeLanguage) =>
        LanguageOf(HeaderOf(context, "accept-language"), storeLanguage);

    /// <inheritdoc cref="LanguageOf(ServerCallContext, string)"/>
    public static string LanguageOf(string? wanted, string storeLanguage) => Texts.Languages.FirstOrDefault(
        language => (wanted ?? "").StartsWith(language, StringComparison.OrdinalIgnoreCase)) ?? storeLanguage;

    // As they came: gRPC would copy all of them for the three that are read.
    private static string? HeaderOf(ServerCallContext context, string name) => context.GetHttpContext().Request.Headers[name];
}
