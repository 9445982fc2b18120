using EdgePos.Store;
using EdgePos.V1;

namespace EdgePos.Gateway;

/// <summary>
/// Lets in what the registers of the box call, and whoever calls from the box itself; of strangers nothing but a pairing. It stands before
/// everything else, and lets nobody by of whom the connection tells nothing.
/// </summary>
internal sealed class Doorkeeper(RegisterBook book, Strangers strangers, StoreProfile store)
{
    private static readonly string Pairing = $"/{Registers.Descriptor.FullName}/{nameof(Registers.RegistersClient.Pair)}";

    /// <summary>Goes on with a call, or answers that it is refused.</summary>
    public Task TakeAsync(HttpContext call, RequestDelegate next)
    {
        var visitor = call.Features.Get<Visitor>();
        var (who, why) = visitor switch
        {
            { Door: Door.File } => (new Admitted(0, Store.RegisterKind.BackOffice), ""),
            { Shown: { } shown } => book.Admit(shown),
            _ => (null, "STRANGER_NO_CERTIFICATE"),
        };
        if (who is { Register: > 0 } && call.Request.Headers[Caller.RegisterHeader] is { Count: > 0 } said
            && said.ToString() != $"{who.Register}")
            (who, why) = (null, "STRANGER_OTHER_NUMBER");
        if (who is not null)
            call.Features.Set(who);
        else if (visitor is null || !string.Equals(call.Request.Path.Value, Pairing, StringComparison.Ordinal))
            return Refuse(call, visitor, why);
        else
            call.Request.Headers.Remove(Caller.RegisterHeader); // a stranger is nobody, whatever they say
        return next(call);
    }

    private Task Refuse(HttpContext call, Visitor? visitor, string why)
    {
        strangers.Note(visitor?.Address, Texts.Get(why, "en"));
        var refusal = new Refusal(RefusalCode.RegisterUnknown, "", $"text:{why}");
        if (call.Request.ContentType is { } type && type.StartsWith("application/grpc", StringComparison.Ordinal))
            UnreadableMessages.Answer(call.Response, refusal, Caller.LanguageOf(call.Request.Headers.AcceptLanguage, store.Language));
        else
            call.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}
