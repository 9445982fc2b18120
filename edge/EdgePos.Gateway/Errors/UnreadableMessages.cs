using EdgePos.Store;
using Grpc.Core;

namespace EdgePos.Gateway;

/// <summary>
/// Bytes that are no message never come to a service or its interceptor, and gRPC answers Unknown. It is the request that has to
/// be mended, so the answer says that. Whatever fails later has a status of its own by <see cref="FaultInterceptor"/>.
/// </summary>
internal static class UnreadableMessages
{
    private const string StatusName = "grpc-status", MessageName = "grpc-message", DetailsName = "grpc-status-details-bin";

    private static readonly string Unknown = $"{(int)StatusCode.Unknown}";

    /// <summary>What was not readable.</summary>
    public static readonly Refusal Refusal = new(RefusalCode.FieldInvalid, "", "it is no message of this call");

    /// <summary>Gives calls whose message cannot be read a refusal for an answer.</summary>
    public static void UseUnreadableMessages(this WebApplication app, string storeLanguage) => app.Use(async (context, next) =>
    {
        await next(context);
        // Nothing was sent, so the status stands among the headers.
        var headers = context.Response.Headers;
        if (context.Response.HasStarted || headers[StatusName] != Unknown)
            return;
        Answer(context.Response, Refusal, Caller.LanguageOf(context.Request.Headers.AcceptLanguage, storeLanguage));
    });

    /// <summary>Answers a call before any service has it: with a status and no message, as gRPC has it ("Trailers-Only").</summary>
    public static void Answer(HttpResponse response, Refusal refusal, string language)
    {
        var refused = StatusMap.ToException(refusal, language);
        response.ContentType = "application/grpc";
        response.Headers[StatusName] = $"{(int)refused.StatusCode}";
        response.Headers[MessageName] = Uri.EscapeDataString(refused.Status.Detail);
        response.Headers[DetailsName] = Convert.ToBase64String(refused.Trailers.GetValueBytes(DetailsName)!);
    }
}
