#!/bin/sh
# Stands in for aws, sam, npm, rustc and curl, by whose names it is called, and for the functions. It notes each call in the folder $ACCOUNT,
# and answers as an account would whose stacks and users are files there.
#
# The call with the number $FAIL_AT fails: before it did anything, or after all of it ($FAIL_HOW).
set -eu

call="${0##*/} $*"
# What a function is asked for is on standard input.
route=
case $call in "aws lambda invoke "*)
    event=$(cat)
    route=$(echo "$event" | sed 's/.*"routeKey":"\([^"]*\)".*/\1/') ;;
esac
echo "$call${route:+ < $route}" >> "$ACCOUNT/calls"
read -r number < "$ACCOUNT/number"
number=$((number + 1))
echo "$number" > "$ACCOUNT/number"

# The value after an option.
value() {
    wanted=$1
    shift
    while [ $# -gt 1 ]; do
        if [ "$1" = "$wanted" ]; then echo "$2"; fi
        shift
    done
}

refuse() {
    echo "An error occurred: $1" >&2
    exit 254
}

# What a function answers, and that nothing ended it.
answers() {
    printf '{"statusCode": %s, "body": "%s"}null\n' "$1" "$(echo "$2" | sed 's/"/\\"/g')"
}

stack="$ACCOUNT/stacks/$(value --stack-name "$@")"
user="$ACCOUNT/users/$(value --username "$@")"

if [ "$number" = "${FAIL_AT-}" ] && [ "$FAIL_HOW" = before ]; then
    # What is left of a stack whose creation failed.
    case $call in
        "aws cloudformation deploy "* | "sam deploy "*)
            [ -f "$stack" ] || echo ROLLBACK_COMPLETE > "$stack" ;;
    esac
    refuse "the stand-in was told to fail"
fi

case $call in
    "aws cloudformation describe-stacks "*Stacks\[0\].StackStatus*)
        [ -f "$stack" ] || refuse "(ValidationError): Stack with id ${stack##*/} does not exist"
        read -r status < "$stack"
        echo "\"$status\"" ;;
    "aws cloudformation describe-stacks "*PoolMailFrom*)
        [ -f "$stack" ] || refuse "(ValidationError): Stack with id ${stack##*/} does not exist"
        echo "\"$(cat "$ACCOUNT/pool-mail-from" 2> /dev/null)\"" ;;
    "aws cloudformation describe-stacks "*OriginKeyVersion*) cat "$ACCOUNT/origin-keys" 2> /dev/null || echo '[]' ;;
    "aws cloudformation describe-stacks "*-firewall*)
        echo '[{"OutputKey": "WebAclArn", "OutputValue": "arn:aws:wafv2:us-east-1:123456789012:global/webacl/f/1"}]' ;;
    "aws cloudformation describe-stacks "*-state*) cat "$OUTPUTS/state.json" ;;
    "aws cloudformation describe-stacks "*) cat "$OUTPUTS/application.json" ;;
    "aws cloudformation deploy "* | "sam deploy "*)
        if [ -f "$stack" ]; then
            read -r status < "$stack"
            [ "$status" = UPDATE_COMPLETE ] || refuse "a stack that is $status can't be changed"
        fi
        echo UPDATE_COMPLETE > "$stack"
        case $call in *PoolMailFrom=*)
            echo "$call" | sed 's/.* PoolMailFrom=\(.*\) Protected=.*/\1/' > "$ACCOUNT/pool-mail-from" ;;
        esac
        case $call in *Protected=true*) : > "$ACCOUNT/protected" ;; esac ;;
    "aws cloudformation set-stack-policy "*) : > "$ACCOUNT/policy" ;;
    "aws cloudformation update-termination-protection "*) : > "$ACCOUNT/termination-protection" ;;
    "aws cloudformation delete-stack "*) rm -f "$stack" ;;
    "aws cloudformation wait "*) ;;
    "aws cloudformation describe-stack-resource "*) echo "\"anteroom-dev-$(value --logical-resource-id "$@")\"" ;;
    "aws lambda invoke "*)
        case $event in *'"x-origin-key":"origin-key"'*) ;; *) route=forbidden ;; esac
        case $event in *'"cognito:groups":"[concierge]"'*) ;; *) route=forbidden ;; esac
        person="$ACCOUNT/users/$(echo "$route" | sed 's#.*/v1/admin/\([a-z]*\)s.*#check-\1#')"
        booking="$ACCOUNT/booking"
        case $route in
            "GET /v1/admin/providers/"* | "GET /v1/admin/members/"*)
                if [ -f "$person" ]; then answers 200 '{}'; else answers 404 '{"code": "not_found"}'; fi ;;
            "POST /v1/admin/providers" | "POST /v1/admin/members")
                if [ -f "$person" ]; then answers 409 '{"code": "exists"}'; else
                    echo active > "$person"
                    answers 201 '{}'
                fi ;;
            */activate) echo active > "$person"; answers 200 '{}' ;;
            */deactivate) echo disabled > "$person"; answers 200 '{}' ;;
            "PUT /v1/admin/providers/"*/schedule) : > "$ACCOUNT/schedule"; answers 200 '{}' ;;
            "GET /v1/admin/bookings")
                if [ -f "$booking" ]; then answers 200 '{"items": [{"id": "bkg_1"}]}'; else answers 200 '{"items": []}'; fi ;;
            "GET /v1/policy") answers 200 '{"horizonMinutes": 86400}' ;;
            "POST /v1/admin/bookings")
                if [ -f "$booking" ] || grep -qx disabled "$ACCOUNT/users/check-"*; then answers 409 '{"code": "slot_taken"}'; else
                    : > "$booking"
                    answers 201 '{"id": "bkg_1"}'
                fi ;;
            "GET /v1/bookings/bkg_1") answers 200 '{"status": "confirmed"}' ;;
            "GET /v1/admin/bookings/bkg_1/deliveries")
                answers 200 "{\"items\": [{\"status\": \"sent\"}, {\"status\": \"${DELIVERY-sent}\"}]}" ;;
            "POST /v1/bookings/bkg_1/cancel") rm -f "$booking"; answers 200 '{}' ;;
            *) answers 403 '{"code": "forbidden"}' ;;
        esac ;;
    "aws secretsmanager get-secret-value "*) echo '"origin-key"' ;;
    "aws secretsmanager list-secret-version-ids "*) echo "\"${NEWEST_KEY-key-1}\"" ;;
    "aws dynamodb describe-table "*) cat "$ACCOUNT/table" ;;
    "aws cognito-idp admin-get-user "*)
        [ -f "$user" ] || refuse "(UserNotFoundException): User does not exist."
        echo '"FORCE_CHANGE_PASSWORD"' ;;
    "aws cognito-idp admin-create-user "*)
        case $user in *@*) refuse "(InvalidParameterException): Username cannot be of email format" ;; esac
        # A user is found by the address from then on, which is an alias.
        user="$ACCOUNT/users/$(echo "$call" | sed 's/.*Name=email,Value=\([^ ]*\).*/\1/')"
        if [ "$(value --message-action "$@")" = RESEND ]; then
            [ -f "$user" ] || refuse "(UserNotFoundException): User does not exist."
            grep -qx "${user##*/}" "$ACCOUNT/codes" 2> /dev/null || echo "${user##*/}" >> "$ACCOUNT/without-a-code"
            echo "${user##*/}" >> "$ACCOUNT/invitations"
        else
            [ ! -f "$user" ] || refuse "(UsernameExistsException): User account already exists"
            : > "$user"
            [ "$(value --message-action "$@")" = SUPPRESS ] || echo "${user##*/}" >> "$ACCOUNT/without-a-code"
        fi ;;
    "aws cognito-idp admin-set-user-mfa-preference "*)
        [ -f "$user" ] || refuse "(UserNotFoundException): User does not exist."
        [ -s "$ACCOUNT/pool-mail-from" ] || refuse "(InvalidParameterException): User does not have delivery config"
        echo "${user##*/}" > "$ACCOUNT/codes" ;;
    "aws cognito-idp admin-list-groups-for-user "*)
        case $(cat "$user") in concierge) echo '["concierge"]' ;; *) echo '[]' ;; esac ;;
    "aws cognito-idp admin-add-user-to-group "*)
        [ -f "$user" ] || refuse "(UserNotFoundException): User does not exist."
        echo concierge > "$user" ;;
    "aws cognito-idp list-users-in-group "*) cat "$ACCOUNT/users/"* 2> /dev/null | grep -c concierge || true ;;
    "aws sts get-caller-identity "*) echo '"123456789012"' ;;
    "aws lambda get-account-settings "*) echo 10 ;;
    "aws sesv2 get-account "*) echo "{\"Production\": ${PRODUCTION-false}, \"Sending\": true, \"Rate\": ${RATE-1}, \"Day\": 200}" ;;
    "aws sesv2 get-email-identity "*"--query VerifiedForSendingStatus "*)
        [ -f "$ACCOUNT/stacks/anteroom-dev-state" ] || refuse "(NotFoundException): Email identity does not exist."
        echo "${VERIFIED-false}" ;;
    "aws sesv2 get-email-identity "*)
        echo '{"Verified": false, "Tokens": ["one", "two", "three"], "Zone": "dkim.amazonses.com"}' ;;
    "aws sns get-sms-sandbox-account-status "*) echo true ;;
    "aws sns get-sms-attributes "*) echo null ;;
    "aws sns set-sms-attributes "*) value --attributes "$@" > "$ACCOUNT/sms-attributes" ;;
    "aws logs describe-log-groups "*)
        names=$(cat "$ACCOUNT/log-groups" 2> /dev/null | sed 's/.*/"&"/' | paste -s -d , -)
        echo "[$names]" ;;
    "aws logs create-log-group "*)
        group=$(value --log-group-name "$@")
        if grep -qx "$group" "$ACCOUNT/log-groups" 2> /dev/null; then
            refuse "(ResourceAlreadyExistsException): The specified log group already exists"
        fi
        echo "$group" >> "$ACCOUNT/log-groups" ;;
    "aws logs put-retention-policy "*)
        grep -qx "$(value --log-group-name "$@")" "$ACCOUNT/log-groups" \
            || refuse "(ResourceNotFoundException): The specified log group does not exist." ;;
    "aws service-quotas list-service-quotas "*) echo '[["Meetings", 250]]' ;;
    "aws s3 "*) : > "$ACCOUNT/files/$(echo "$4" | tr / _)" ;;
    "aws cloudfront create-invalidation "*) : > "$ACCOUNT/invalidated" ;;
    "sam build "* | "npm "*) ;;
    "rustc "*) echo "${RUST_LIBRARY-$ACCOUNT}" ;;
    "curl "*/config.json) echo '{"clientId": "client-1"}' ;;
    "curl "*/bookings) echo '<html>' ;;
    "curl "*/v1/policy) echo "${POLICY-{\"gridMinutes\": 5\}}" ;;
    "curl "*/v1/me) echo 401 ;;
    *) refuse "the stand-in does not know this call" ;;
esac

if [ "$number" = "${FAIL_AT-}" ]; then refuse "the stand-in was told to fail"; fi
