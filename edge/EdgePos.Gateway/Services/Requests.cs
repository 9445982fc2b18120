using System.Security.Cryptography;
using System.Text;
using EdgePos.Store;
using Google.Protobuf;

namespace EdgePos.Gateway;

/// <summary>Reading the fields that many requests have.</summary>
internal static class Requests
{
    /// <summary>A UUID of a request.</summary>
    public static Result<Guid> Id(string field, string text) => Guid.TryParseExact(text, "D", out var id) && id != Guid.Empty
        ? id
        : new Refusal(RefusalCode.FieldInvalid, field, $"{field} must be a UUID");

    /// <summary>The command of a request: who, which id, and the digest of all that is asked.</summary>
    public static Result<Command> Command(Caller caller, string commandId, IMessage request) =>
        Id("command_id", commandId).Then<Command>(id => new Command(caller.Register, id, Digest(request)));

    /// <summary>An amount of a request, in whichever currency.</summary>
    public static Result<Store.Money> Amount(string field, V1.Money? amount) => Currency.TryParse(amount?.Currency, out var currency)
        ? new Store.Money(amount!.Minor, currency)
        : new Refusal(RefusalCode.FieldInvalid, field, $"{field} must have an ISO 4217 currency");

    /// <summary>An amount of a request that may be left out.</summary>
    public static Result<Store.Money?> AmountIfAny(string field, V1.Money? amount) =>
        amount is null ? (Store.Money?)null : Amount(field, amount).Then<Store.Money?>(money => money);

    /// <summary>
    /// SHA-256 of all that is asked. The name of the message is part of it: the same id for another call is another content.
    /// </summary>
    public static byte[] Digest(IMessage request) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(request.Descriptor.FullName), 0, .. request.ToByteArray()]);
}
