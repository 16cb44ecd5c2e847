// Written by `npm run docs`; change the controllers' types instead.
import type { Answers } from './answers.js';

export const answers: Answers = {
  "operations": {
    "Assessment_acknowledge": {
      "type": "object",
      "properties": {
        "acknowledged": {
          "type": "boolean"
        }
      },
      "required": [
        "acknowledged"
      ]
    },
    "Assessment_answer": {
      "type": "object",
      "properties": {
        "attempt": {
          "type": "string"
        },
        "saved": {
          "type": "number"
        }
      },
      "required": [
        "attempt",
        "saved"
      ]
    },
    "Assessment_attempt": {
      "$ref": "#/components/schemas/AttemptWithForm"
    },
    "Assessment_attempts": {
      "type": "object",
      "properties": {
        "attempts": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/OwnAttempt"
          }
        }
      },
      "required": [
        "attempts"
      ]
    },
    "Assessment_start": {
      "type": "object",
      "properties": {
        "attempt": {
          "type": "string"
        }
      },
      "required": [
        "attempt"
      ]
    },
    "Assessment_submit": {
      "type": "object",
      "properties": {
        "attempt": {
          "type": "string"
        },
        "late": {
          "type": "boolean"
        }
      },
      "required": [
        "attempt",
        "late"
      ]
    },
    "Catalogue_assign": {
      "type": "object",
      "properties": {
        "offering": {
          "type": "string"
        },
        "tutor": {
          "type": "string"
        },
        "assigned": {
          "type": "boolean"
        }
      },
      "required": [
        "offering",
        "tutor",
        "assigned"
      ]
    },
    "Catalogue_courses": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/CourseDocument"
          }
        },
        "next": {
          "description": "Cursor of the next page; absent on the last.",
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Catalogue_draw": {
      "type": "object",
      "properties": {
        "offering": {
          "type": "string"
        },
        "applicants": {
          "type": "number"
        },
        "enrolled": {
          "type": "number"
        },
        "waitlisted": {
          "type": "number"
        }
      },
      "required": [
        "offering",
        "applicants",
        "enrolled",
        "waitlisted"
      ]
    },
    "Catalogue_offerings": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/OfferingRow"
          }
        },
        "next": {
          "description": "Cursor of the next page; absent on the last.",
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Catalogue_open": {
      "type": "object",
      "properties": {
        "offering": {
          "type": "string"
        }
      },
      "required": [
        "offering"
      ]
    },
    "Catalogue_participants": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/EnrolmentDocument"
          }
        },
        "next": {
          "description": "Cursor of the next page; absent on the last.",
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Catalogue_prioritise": {
      "type": "object",
      "properties": {
        "offering": {
          "type": "string"
        },
        "applicants": {
          "type": "number"
        },
        "enrolled": {
          "type": "number"
        },
        "waitlisted": {
          "type": "number"
        }
      },
      "required": [
        "offering",
        "applicants",
        "enrolled",
        "waitlisted"
      ]
    },
    "Catalogue_register": {
      "type": "object",
      "properties": {
        "course": {
          "type": "string"
        }
      },
      "required": [
        "course"
      ]
    },
    "Catalogue_unassign": {
      "type": "object",
      "properties": {
        "offering": {
          "type": "string"
        },
        "tutor": {
          "type": "string"
        },
        "assigned": {
          "type": "boolean"
        }
      },
      "required": [
        "offering",
        "tutor",
        "assigned"
      ]
    },
    "Catalogue_waitingLists": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/WaitingListRow"
          }
        }
      },
      "required": [
        "items"
      ]
    },
    "Countries_clock": {
      "type": "object",
      "properties": {
        "at": {
          "type": "string"
        }
      },
      "required": [
        "at"
      ]
    },
    "Countries_create": {
      "type": "object",
      "properties": {
        "country": {
          "type": "string"
        },
        "origin": {
          "type": "string",
          "enum": [
            "real",
            "simulated"
          ]
        },
        "position": {
          "type": "string"
        }
      },
      "required": [
        "country",
        "origin"
      ]
    },
    "Countries_facts": {
      "$ref": "#/components/schemas/CountryDocument"
    },
    "Countries_list": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "country": {
                "type": "string"
              },
              "name": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              },
              "origin": {
                "$ref": "#/components/schemas/Origin"
              },
              "timeZone": {
                "type": "string"
              },
              "languages": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              }
            },
            "required": [
              "country",
              "name",
              "origin",
              "timeZone",
              "languages"
            ]
          }
        }
      },
      "required": [
        "items"
      ]
    },
    "Countries_plan": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "pack": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "cycle",
        "pack",
        "status"
      ]
    },
    "Countries_repeat": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "repeats": {
          "type": "string"
        },
        "status": {
          "type": "string"
        },
        "offerings": {
          "type": "number"
        }
      },
      "required": [
        "cycle",
        "repeats",
        "status",
        "offerings"
      ]
    },
    "Cycles_advance": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "stage": {
          "$ref": "#/components/schemas/Stage"
        }
      },
      "required": [
        "cycle",
        "stage"
      ]
    },
    "Cycles_changeWindow": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "stage": {
          "$ref": "#/components/schemas/Stage"
        }
      },
      "required": [
        "cycle",
        "stage"
      ]
    },
    "Cycles_close": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "cycle",
        "status"
      ]
    },
    "Cycles_cycle": {
      "$ref": "#/components/schemas/ShownCycle"
    },
    "Cycles_cycles": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/ListedCycle"
          }
        },
        "next": {
          "description": "Cursor of the next page; absent on the last.",
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Cycles_followUp": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/FollowUpItem"
          }
        },
        "next": {
          "description": "Cursor of the next page; absent on the last.",
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Cycles_invite": {
      "type": "object",
      "properties": {
        "invitations": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/Invitation"
          }
        },
        "expiresAt": {
          "type": "string"
        }
      },
      "required": [
        "invitations",
        "expiresAt"
      ]
    },
    "Cycles_inviteAgain": {
      "$ref": "#/components/schemas/InvitedAgain"
    },
    "Cycles_letters": {
      "$ref": "#/components/schemas/Letters"
    },
    "Cycles_open": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "cycle",
        "status"
      ]
    },
    "Cycles_plan": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        }
      },
      "required": [
        "cycle"
      ]
    },
    "Cycles_remind": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "wave": {
          "type": "string"
        },
        "reminded": {
          "type": "number"
        }
      },
      "required": [
        "cycle",
        "wave",
        "reminded"
      ]
    },
    "Cycles_team": {
      "$ref": "#/components/schemas/TeamView"
    },
    "DataRequests_answer": {
      "type": "object",
      "properties": {
        "request": {
          "type": "string"
        },
        "status": {
          "type": "string",
          "enum": [
            "resolved",
            "declined"
          ]
        }
      },
      "required": [
        "request",
        "status"
      ]
    },
    "DataRequests_corrections": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/DataRequest"
          }
        },
        "next": {
          "description": "Cursor of the next page; absent on the last.",
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "DataRequests_decline": {
      "type": "object",
      "properties": {
        "request": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "request",
        "status"
      ]
    },
    "DataRequests_erasures": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/DataRequest"
          }
        },
        "next": {
          "description": "Cursor of the next page; absent on the last.",
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Evaluation_breakdown": {
      "$ref": "#/components/schemas/BreakdownAnswer"
    },
    "Evaluation_certification": {
      "$ref": "#/components/schemas/MyCertificationAnswer"
    },
    "Evaluation_coverage": {
      "$ref": "#/components/schemas/CoverageAnswer"
    },
    "Evaluation_dashboard": {
      "$ref": "#/components/schemas/DashboardAnswer"
    },
    "Evaluation_dataState": {
      "$ref": "#/components/schemas/DataStateAnswer"
    },
    "Evaluation_evaluation": {
      "$ref": "#/components/schemas/EvaluationAnswer"
    },
    "Evaluation_funnel": {
      "$ref": "#/components/schemas/FunnelAnswer"
    },
    "Evaluation_gain": {
      "$ref": "#/components/schemas/GainAnswer"
    },
    "Evaluation_gapHeatMap": {
      "$ref": "#/components/schemas/GapHeatMapAnswer"
    },
    "Evaluation_needAgainstOffer": {
      "$ref": "#/components/schemas/NeedAgainstOfferAnswer"
    },
    "Evaluation_persons": {
      "$ref": "#/components/schemas/PersonsAnswer"
    },
    "Evaluation_publishRelease": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "release": {
          "type": "string"
        }
      },
      "required": [
        "cycle",
        "release"
      ]
    },
    "Evaluation_registerAnalysisPlan": {
      "type": "object",
      "properties": {
        "plan": {
          "type": "string"
        }
      },
      "required": [
        "plan"
      ]
    },
    "Evaluation_releasePreview": {
      "$ref": "#/components/schemas/ReleasePreview"
    },
    "Evaluation_schoolParticipation": {
      "$ref": "#/components/schemas/SchoolParticipationAnswer"
    },
    "Frameworks_adopt": {
      "type": "object",
      "properties": {
        "crosswalk": {
          "type": "string"
        }
      },
      "required": [
        "crosswalk"
      ]
    },
    "Frameworks_crosswalks": {
      "$ref": "#/components/schemas/CrosswalksAnswer"
    },
    "Frameworks_framework": {
      "$ref": "#/components/schemas/FrameworkDocument"
    },
    "Frameworks_frameworks": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/Listed"
          }
        },
        "next": {
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Health_live": {
      "type": "object",
      "properties": {
        "status": {
          "type": "string"
        }
      },
      "required": [
        "status"
      ]
    },
    "Health_ready": {
      "anyOf": [
        {
          "type": "string"
        },
        {
          "type": "object"
        }
      ]
    },
    "Indicators_indicators": {
      "$ref": "#/components/schemas/IndicatorsAnswer"
    },
    "Learning_accept": {
      "type": "object",
      "properties": {
        "accepted": {
          "type": "boolean"
        }
      },
      "required": [
        "accepted"
      ]
    },
    "Learning_cancel": {
      "type": "object",
      "properties": {
        "enrolment": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "enrolment",
        "status"
      ]
    },
    "Learning_complete": {
      "type": "object",
      "properties": {
        "enrolment": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "enrolment",
        "status"
      ]
    },
    "Learning_drop": {
      "type": "object",
      "properties": {
        "enrolment": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "enrolment",
        "status"
      ]
    },
    "Learning_enrol": {
      "$ref": "#/components/schemas/EnrolmentAnswer"
    },
    "Learning_enrolments": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/EnrolmentRow"
          }
        }
      },
      "required": [
        "items"
      ]
    },
    "Learning_fail": {
      "type": "object",
      "properties": {
        "enrolment": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "enrolment",
        "status"
      ]
    },
    "Learning_generate": {
      "$ref": "#/components/schemas/DerivedPath"
    },
    "Learning_path": {
      "$ref": "#/components/schemas/PathAnswer"
    },
    "Learning_progress": {
      "type": "object",
      "properties": {
        "enrolment": {
          "type": "string"
        },
        "percent": {
          "type": "number"
        }
      },
      "required": [
        "enrolment",
        "percent"
      ]
    },
    "Learning_start": {
      "type": "object",
      "properties": {
        "enrolment": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "enrolment",
        "status"
      ]
    },
    "Measurement_equate": {
      "type": "object",
      "properties": {
        "decision": {
          "type": "string"
        },
        "scale": {
          "type": "string"
        }
      },
      "required": [
        "decision",
        "scale"
      ]
    },
    "Measurement_equatings": {
      "type": "object",
      "properties": {
        "decisions": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "decision": {
                "type": "string"
              },
              "cycle": {
                "type": "string"
              },
              "method": {
                "$ref": "#/components/schemas/EquatingMethod"
              },
              "scale": {
                "description": "The common scale.",
                "type": "string"
              },
              "reference": {
                "description": "The form whose raw scores are the common scale's.",
                "type": "object",
                "properties": {
                  "instrument": {
                    "type": "string"
                  },
                  "version": {
                    "type": "number"
                  }
                },
                "required": [
                  "instrument",
                  "version"
                ]
              },
              "forms": {
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/EquatedForm"
                }
              },
              "anchors": {
                "description": "Ids of the items that the forms share; for `common-item-linear`.",
                "type": "array",
                "items": {
                  "type": "string"
                }
              },
              "sampledOccasion": {
                "description": "Which attempts the computation rests on.",
                "type": "string",
                "enum": [
                  "baseline",
                  "final",
                  "retrospective"
                ]
              },
              "decidedBy": {
                "type": "string"
              },
              "reason": {
                "type": "string"
              }
            },
            "required": [
              "decision",
              "cycle",
              "method",
              "scale",
              "reference",
              "forms",
              "decidedBy",
              "reason"
            ]
          }
        }
      },
      "required": [
        "decisions"
      ]
    },
    "Measurement_reliability": {
      "$ref": "#/components/schemas/ReliabilityAnswer"
    },
    "Measurement_rescoreAll": {
      "type": "object",
      "properties": {
        "rescoring": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "rescoring",
        "status"
      ]
    },
    "Measurement_rescoreOne": {
      "type": "object",
      "properties": {
        "attempt": {
          "type": "string"
        },
        "changed": {
          "type": "boolean"
        }
      },
      "required": [
        "attempt",
        "changed"
      ]
    },
    "Measurement_rescoring": {
      "$ref": "#/components/schemas/RescoringDocument"
    },
    "Measurement_rescorings": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/RescoringDocument"
          }
        },
        "next": {
          "description": "Cursor of the next page; absent on the last.",
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Measurement_revise": {
      "type": "object",
      "properties": {
        "instrument": {
          "type": "string"
        },
        "version": {
          "type": "number"
        },
        "scoring": {
          "type": "string"
        }
      },
      "required": [
        "instrument",
        "version",
        "scoring"
      ]
    },
    "Measurement_thenAgainstNow": {
      "$ref": "#/components/schemas/ThenNowAnswer"
    },
    "MyData_confirm": {
      "type": "object",
      "properties": {
        "request": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "request",
        "status"
      ]
    },
    "MyData_correct": {
      "type": "object",
      "properties": {
        "request": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "request",
        "status"
      ]
    },
    "MyData_erase": {
      "type": "object",
      "properties": {
        "request": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "request",
        "status"
      ]
    },
    "MyData_record": {
      "$ref": "#/components/schemas/PersonalRecord"
    },
    "MyData_requests": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/DataRequest"
          }
        }
      },
      "required": [
        "items"
      ]
    },
    "MyData_withdraw": {
      "type": "object",
      "properties": {
        "request": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "request",
        "status"
      ]
    },
    "Operations_code": {
      "type": "object",
      "properties": {
        "codes": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "code": {
                "type": "string"
              },
              "link": {
                "type": "string"
              },
              "expiresAt": {
                "type": "string"
              }
            },
            "required": [
              "link",
              "expiresAt"
            ]
          }
        }
      },
      "required": [
        "codes"
      ]
    },
    "Operations_digest": {
      "type": "object",
      "properties": {
        "digest": {
          "type": "string"
        },
        "events": {
          "type": "number"
        }
      },
      "required": [
        "digest",
        "events"
      ]
    },
    "Operations_events": {
      "type": "object",
      "properties": {
        "next": {
          "type": "string"
        },
        "items": {
          "type": "array",
          "items": {
            "type": "object"
          }
        }
      },
      "required": [
        "items"
      ]
    },
    "Operations_problem": {
      "type": "object",
      "properties": {
        "type": {
          "type": "string"
        },
        "status": {
          "type": "number",
          "enum": [
            400,
            401,
            403,
            404,
            409,
            410,
            412,
            413,
            415,
            422,
            428,
            429,
            503
          ]
        },
        "title": {
          "type": "string"
        },
        "detail": {
          "type": "string"
        }
      },
      "required": [
        "type"
      ]
    },
    "Operations_problems": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "type": {
                "type": "string"
              },
              "status": {
                "type": "number",
                "enum": [
                  400,
                  401,
                  403,
                  404,
                  409,
                  410,
                  412,
                  413,
                  415,
                  422,
                  428,
                  429,
                  503
                ]
              },
              "title": {
                "type": "string"
              },
              "detail": {
                "type": "string"
              }
            },
            "required": [
              "type"
            ]
          }
        }
      },
      "required": [
        "items"
      ]
    },
    "Operations_rebuild": {
      "type": "object",
      "properties": {
        "projection": {
          "type": "string"
        },
        "state": {
          "type": "string"
        }
      },
      "required": [
        "projection",
        "state"
      ]
    },
    "Operations_token": {
      "type": "object",
      "properties": {
        "token": {
          "type": "string"
        },
        "expiresIn": {
          "type": "number"
        }
      },
      "required": [
        "token",
        "expiresIn"
      ]
    },
    "Operations_unpark": {
      "$ref": "#/components/schemas/UnparkOutcome"
    },
    "Operations_verify": {
      "type": "object",
      "properties": {
        "events": {
          "type": "number"
        },
        "documents": {
          "type": "number"
        },
        "differing": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/Difference"
          }
        },
        "liveDigest": {
          "type": "string"
        },
        "replayDigest": {
          "type": "string"
        },
        "same": {
          "type": "boolean"
        }
      },
      "required": [
        "events",
        "documents",
        "differing",
        "liveDigest",
        "replayDigest",
        "same"
      ]
    },
    "Operations_views": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "rebuilt": {
                "type": "object",
                "properties": {
                  "events": {
                    "type": "number"
                  },
                  "of": {
                    "type": "number"
                  }
                },
                "required": [
                  "events",
                  "of"
                ]
              },
              "problem": {
                "$ref": "#/components/schemas/Problem"
              },
              "projection": {
                "type": "string"
              },
              "version": {
                "type": "number"
              },
              "state": {
                "$ref": "#/components/schemas/ProjectionState"
              },
              "lagEvents": {
                "type": "number"
              },
              "lagSeconds": {
                "type": "number"
              },
              "parked": {
                "type": "array",
                "items": {
                  "type": "object",
                  "properties": {
                    "stream": {
                      "type": "string"
                    },
                    "eventId": {
                      "type": "string"
                    },
                    "type": {
                      "type": "string"
                    },
                    "revision": {
                      "type": "number"
                    },
                    "reason": {
                      "type": "string"
                    },
                    "held": {
                      "type": "number"
                    }
                  },
                  "required": [
                    "stream",
                    "eventId",
                    "type",
                    "revision",
                    "reason",
                    "held"
                  ]
                }
              }
            },
            "required": [
              "projection",
              "version",
              "state",
              "lagEvents",
              "lagSeconds",
              "parked"
            ]
          }
        }
      },
      "required": [
        "items"
      ]
    },
    "Participation_consent": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "purposes": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/Purpose"
          }
        }
      },
      "required": [
        "cycle",
        "purposes"
      ]
    },
    "Participation_onPaper": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "teacher": {
          "type": "string"
        },
        "purposes": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/Purpose"
          }
        },
        "entered": {
          "type": "string"
        }
      },
      "required": [
        "cycle",
        "teacher",
        "purposes",
        "entered"
      ]
    },
    "Participation_participation": {
      "$ref": "#/components/schemas/MyParticipationView"
    },
    "Participation_withdraw": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "withdrawn": {
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "cycle",
        "withdrawn"
      ]
    },
    "Policies_list": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "name": {
                "type": "string"
              },
              "says": {
                "type": "string"
              },
              "state": {
                "$ref": "#/components/schemas/PolicyState"
              },
              "lagEvents": {
                "description": "`null` where the event store cannot tell.",
                "type": [
                  "number",
                  "null"
                ]
              },
              "pending": {
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/PendingCause"
                }
              },
              "issued": {
                "description": "Since this process began: commands carried out (repeats included), and settled by a refusal that leaves nothing to do.",
                "type": "number"
              },
              "settled": {
                "type": "number"
              },
              "failures": {
                "type": "number"
              },
              "problem": {
                "type": "object",
                "properties": {
                  "code": {
                    "type": "string"
                  },
                  "message": {
                    "type": "string"
                  }
                },
                "required": [
                  "code",
                  "message"
                ]
              }
            },
            "required": [
              "name",
              "says",
              "state",
              "lagEvents",
              "pending",
              "issued",
              "settled",
              "failures"
            ]
          }
        }
      },
      "required": [
        "items"
      ]
    },
    "Policies_pause": {
      "type": "object",
      "properties": {
        "policy": {
          "type": "string"
        },
        "state": {
          "type": "string"
        }
      },
      "required": [
        "policy",
        "state"
      ]
    },
    "Policies_resume": {
      "type": "object",
      "properties": {
        "policy": {
          "type": "string"
        },
        "state": {
          "type": "string"
        }
      },
      "required": [
        "policy",
        "state"
      ]
    },
    "Policies_retry": {
      "type": "object",
      "properties": {
        "policy": {
          "type": "string"
        },
        "pending": {
          "type": "number"
        }
      },
      "required": [
        "policy",
        "pending"
      ]
    },
    "Policies_skip": {
      "type": "object",
      "properties": {
        "policy": {
          "type": "string"
        },
        "skipped": {
          "type": "string"
        }
      },
      "required": [
        "policy",
        "skipped"
      ]
    },
    "Policies_start": {
      "type": "object",
      "properties": {
        "policy": {
          "type": "string"
        },
        "from": {
          "type": "string"
        }
      },
      "required": [
        "policy",
        "from"
      ]
    },
    "Records_myRecord": {
      "$ref": "#/components/schemas/AssessmentRecord"
    },
    "Records_record": {
      "type": "object",
      "properties": {
        "attempt": {
          "type": "string"
        },
        "late": {
          "type": "boolean"
        },
        "entered": {
          "type": "string"
        }
      },
      "required": [
        "attempt",
        "late",
        "entered"
      ]
    },
    "Releases_list": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/ReleaseSummary"
          }
        },
        "next": {
          "description": "Cursor of the next page; absent on the last.",
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Releases_one": {
      "$ref": "#/components/schemas/ReleaseDocument"
    },
    "Schools_carryOut": {
      "type": "object",
      "properties": {
        "schools": {
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "schools"
      ]
    },
    "Schools_defineMapping": {
      "type": "object",
      "properties": {
        "name": {
          "type": "string"
        }
      },
      "required": [
        "name"
      ]
    },
    "Schools_findings": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "reason": {
                "description": "In English; other languages are made from `code` and `values`.",
                "type": "string"
              },
              "values": {
                "type": "object",
                "additionalProperties": {
                  "anyOf": [
                    {
                      "type": "string"
                    },
                    {
                      "type": "number"
                    }
                  ]
                }
              },
              "value": {
                "type": "string"
              },
              "code": {
                "type": "string"
              },
              "severity": {
                "type": "string",
                "enum": [
                  "error",
                  "warning"
                ]
              },
              "row": {
                "type": "number"
              },
              "column": {
                "type": "string"
              }
            },
            "required": [
              "reason",
              "code",
              "severity",
              "row"
            ]
          }
        },
        "next": {
          "description": "Cursor of the next page; absent on the last.",
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Schools_import": {
      "type": "object",
      "properties": {
        "import": {
          "type": "string"
        },
        "mapping": {
          "type": "string"
        },
        "fileDigest": {
          "description": "SHA-256 of the file, hexadecimal.",
          "type": "string"
        },
        "rows": {
          "type": "number"
        },
        "created": {
          "type": "number"
        },
        "updated": {
          "type": "number"
        },
        "unchanged": {
          "type": "number"
        },
        "errors": {
          "type": "number"
        },
        "findings": {
          "type": "number"
        },
        "missing": {
          "description": "Fact (`sector`, `latitude`) → number of schools without it.",
          "type": "object",
          "additionalProperties": {
            "type": "number"
          }
        },
        "findingsByCode": {
          "description": "Finding code → how often.",
          "type": "object",
          "additionalProperties": {
            "type": "number"
          }
        }
      },
      "required": [
        "import",
        "mapping",
        "fileDigest",
        "rows",
        "created",
        "updated",
        "unchanged",
        "errors",
        "findings",
        "missing",
        "findingsByCode"
      ]
    },
    "Schools_imports": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/SchoolImportDocument"
          }
        },
        "next": {
          "description": "Cursor of the next page; absent on the last.",
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Schools_mappings": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/SchoolMappingDocument"
          }
        },
        "next": {
          "description": "Cursor of the next page; absent on the last.",
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Schools_population": {
      "type": "object",
      "properties": {
        "population": {
          "$ref": "#/components/schemas/PopulationView"
        }
      },
      "required": [
        "population"
      ]
    },
    "Schools_postpone": {
      "type": "object",
      "properties": {
        "code": {
          "type": "string"
        },
        "changed": {
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "code",
        "changed"
      ]
    },
    "Schools_reclassify": {
      "type": "object",
      "properties": {
        "code": {
          "type": "string"
        },
        "changed": {
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "code",
        "changed"
      ]
    },
    "Schools_record": {
      "type": "object",
      "properties": {
        "code": {
          "type": "string"
        },
        "changed": {
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "code",
        "changed"
      ]
    },
    "Schools_school": {
      "$ref": "#/components/schemas/Shown2"
    },
    "Schools_schools": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/Shown2"
          }
        },
        "next": {
          "description": "Cursor of the next page; absent on the last.",
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Session_keys": {
      "type": "object"
    },
    "Session_me": {
      "type": "object",
      "properties": {
        "school": {
          "type": "string"
        },
        "teacher": {
          "type": "string"
        },
        "subject": {
          "type": "string"
        },
        "role": {
          "type": "string"
        },
        "country": {
          "type": "string"
        }
      },
      "required": [
        "subject",
        "role",
        "country"
      ]
    },
    "Session_open": {
      "type": "object",
      "properties": {
        "school": {
          "type": "string"
        },
        "teacher": {
          "type": "string"
        },
        "subject": {
          "type": "string"
        },
        "role": {
          "type": "string"
        },
        "country": {
          "type": "string"
        }
      },
      "required": [
        "subject",
        "role",
        "country"
      ]
    },
    "Session_signIn": {
      "type": "object",
      "properties": {
        "school": {
          "type": "string"
        },
        "teacher": {
          "type": "string"
        },
        "subject": {
          "type": "string"
        },
        "role": {
          "type": "string"
        },
        "country": {
          "type": "string"
        },
        "token": {
          "type": "string"
        },
        "expiresIn": {
          "type": "number"
        }
      },
      "required": [
        "subject",
        "role",
        "country",
        "token",
        "expiresIn"
      ]
    },
    "Teachers_assign": {
      "type": "object",
      "properties": {
        "teacher": {
          "type": "string"
        },
        "school": {
          "type": "string"
        }
      },
      "required": [
        "teacher",
        "school"
      ]
    },
    "Teachers_forget": {
      "type": "object",
      "properties": {
        "alongside": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "teacher": {
                "type": "string"
              },
              "destroyedAt": {
                "type": "string"
              },
              "keyDigest": {
                "type": "string"
              }
            },
            "required": [
              "teacher",
              "destroyedAt",
              "keyDigest"
            ]
          }
        },
        "teacher": {
          "type": "string"
        },
        "destroyedAt": {
          "type": "string"
        },
        "keyDigest": {
          "type": "string"
        }
      },
      "required": [
        "teacher",
        "destroyedAt",
        "keyDigest"
      ]
    },
    "Teachers_identity": {
      "type": "object",
      "properties": {
        "teacher": {
          "type": "string"
        },
        "identity": {
          "anyOf": [
            {
              "$ref": "#/components/schemas/Identity"
            },
            {
              "type": "null"
            }
          ]
        },
        "erased": {
          "type": "boolean"
        },
        "certificate": {
          "description": "Where the person was forgotten.",
          "$ref": "#/components/schemas/DestructionCertificate"
        }
      },
      "required": [
        "teacher",
        "identity",
        "erased"
      ]
    },
    "Teachers_leave": {
      "type": "object",
      "properties": {
        "teacher": {
          "type": "string"
        },
        "school": {
          "type": "string"
        }
      },
      "required": [
        "teacher",
        "school"
      ]
    },
    "Teachers_merge": {
      "type": "object",
      "properties": {
        "merged": {
          "type": "string"
        },
        "kept": {
          "type": "string"
        }
      },
      "required": [
        "merged",
        "kept"
      ]
    },
    "Teachers_recordCode": {
      "$ref": "#/components/schemas/RecordCode"
    },
    "Teachers_register": {
      "type": "object",
      "properties": {
        "teacher": {
          "type": "string"
        }
      },
      "required": [
        "teacher"
      ]
    },
    "Teachers_teacher": {
      "$ref": "#/components/schemas/IdentifiedTeacher"
    },
    "Teachers_teachers": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/IdentifiedTeacher"
          }
        },
        "next": {
          "description": "Cursor of the next page; absent on the last.",
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Teachers_transfer": {
      "type": "object",
      "properties": {
        "teacher": {
          "type": "string"
        },
        "school": {
          "type": "string"
        }
      },
      "required": [
        "teacher",
        "school"
      ]
    },
    "Teachers_unmerge": {
      "type": "object",
      "properties": {
        "teacher": {
          "type": "string"
        }
      },
      "required": [
        "teacher"
      ]
    },
    "Teaching_attendance": {
      "type": "object",
      "properties": {
        "session": {
          "type": "string"
        },
        "status": {
          "type": "string"
        },
        "entries": {
          "type": "number"
        }
      },
      "required": [
        "session",
        "status",
        "entries"
      ]
    },
    "Teaching_callOff": {
      "type": "object",
      "properties": {
        "session": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "session",
        "status"
      ]
    },
    "Teaching_classList": {
      "$ref": "#/components/schemas/ClassAnswer"
    },
    "Teaching_correct": {
      "type": "object",
      "properties": {
        "session": {
          "type": "string"
        },
        "enrolment": {
          "type": "string"
        },
        "presence": {
          "$ref": "#/components/schemas/Presence"
        }
      },
      "required": [
        "session",
        "enrolment",
        "presence"
      ]
    },
    "Teaching_schedule": {
      "type": "object",
      "properties": {
        "session": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "session",
        "status"
      ]
    },
    "Teaching_teaching": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/TaughtOffering"
          }
        }
      },
      "required": [
        "items"
      ]
    }
  },
  "schemas": {
    "Allocation": {
      "type": "string",
      "enum": [
        "first-come",
        "lottery",
        "priority"
      ]
    },
    "AlphaShown": {
      "type": "object",
      "properties": {
        "items": {
          "type": "number"
        },
        "n": {
          "description": "Persons who answered every item, and those left out because an answer is missing.",
          "type": "number"
        },
        "excluded": {
          "type": "number"
        },
        "alpha": {
          "anyOf": [
            {
              "type": "number"
            },
            {
              "$ref": "#/components/schemas/WithheldFigure"
            },
            {
              "$ref": "#/components/schemas/Reason"
            }
          ]
        }
      },
      "required": [
        "items",
        "n",
        "excluded",
        "alpha"
      ]
    },
    "AnalysisLabel": {
      "type": "object",
      "properties": {
        "finalWindowOpens": {
          "description": "When the first final window opens, RFC 3339; `null` where the design does not say.",
          "type": [
            "string",
            "null"
          ]
        },
        "plans": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "plan": {
                "type": "string"
              },
              "registeredAt": {
                "type": "string"
              },
              "beforeFinalWindow": {
                "type": "boolean"
              },
              "measures": {
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/MeasureKind"
                }
              },
              "breakdowns": {
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/BreakdownDimension"
                }
              },
              "documentDigest": {
                "type": "string"
              }
            },
            "required": [
              "plan",
              "registeredAt",
              "beforeFinalWindow",
              "measures",
              "breakdowns",
              "documentDigest"
            ]
          }
        },
        "planned": {
          "description": "Dimensions that a plan named before the final window opened; every other breakdown is exploratory.",
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/BreakdownDimension"
          }
        }
      },
      "required": [
        "finalWindowOpens",
        "plans",
        "planned"
      ]
    },
    "Answer": {
      "anyOf": [
        {
          "type": "string"
        },
        {
          "type": "number"
        }
      ]
    },
    "AssessmentRecord": {
      "type": "object",
      "properties": {
        "attempts": {
          "description": "Answers, results with the versions that made them, earlier results, times; the oldest first.",
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/OwnAttempt"
          }
        },
        "instruments": {
          "description": "`<instrument>@<version>` → what it asks, without the right options.",
          "type": "object",
          "additionalProperties": {
            "type": "object",
            "properties": {
              "scale": {
                "description": "Only results on one scale may be subtracted.",
                "type": "string"
              },
              "items": {
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/Item"
                }
              },
              "title": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              },
              "measure": {
                "$ref": "#/components/schemas/MeasureKind"
              },
              "form": {
                "type": "string"
              }
            },
            "required": [
              "scale",
              "items",
              "title",
              "measure"
            ]
          }
        }
      },
      "required": [
        "attempts",
        "instruments"
      ]
    },
    "Assignment": {
      "type": "object",
      "properties": {
        "school": {
          "type": "string"
        },
        "educationLevel": {
          "type": "string"
        },
        "subject": {
          "type": "string"
        },
        "hours": {
          "description": "Hours a week.",
          "type": "number"
        }
      },
      "required": [
        "school",
        "educationLevel",
        "hours"
      ]
    },
    "AttemptWithForm": {
      "type": "object",
      "properties": {
        "attempt": {
          "type": "string"
        },
        "teacher": {
          "type": "string"
        },
        "cycle": {
          "type": "string"
        },
        "occasion": {
          "$ref": "#/components/schemas/Occasion"
        },
        "instrument": {
          "type": "string"
        },
        "version": {
          "type": "number"
        },
        "measure": {
          "$ref": "#/components/schemas/MeasureKind"
        },
        "scale": {
          "type": "string"
        },
        "closes": {
          "description": "The window as it stood when the attempt began.",
          "type": "string"
        },
        "graceUntil": {
          "type": "string"
        },
        "entered": {
          "type": "string",
          "enum": [
            "paper"
          ]
        },
        "status": {
          "type": "string",
          "enum": [
            "started",
            "submitted"
          ]
        },
        "startedAt": {
          "description": "When it happened; for answers on paper, when they were given.",
          "type": "string"
        },
        "submittedAt": {
          "type": "string"
        },
        "recordedAt": {
          "description": "When it was stored: later than the above where it came on paper.",
          "type": "string"
        },
        "late": {
          "type": "boolean"
        },
        "answers": {
          "type": "object",
          "additionalProperties": {
            "$ref": "#/components/schemas/Answer"
          }
        },
        "result": {
          "description": "The newest; it counts.",
          "$ref": "#/components/schemas/ResultShown"
        },
        "profile": {
          "$ref": "#/components/schemas/ProfileShown"
        },
        "earlier": {
          "description": "Earlier results and what they showed, oldest first.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "result": {
                "$ref": "#/components/schemas/ResultShown"
              },
              "profile": {
                "$ref": "#/components/schemas/ProfileShown"
              }
            },
            "required": [
              "result"
            ]
          }
        },
        "form": {
          "type": "object",
          "properties": {
            "scale": {
              "description": "Only results on one scale may be subtracted.",
              "type": "string"
            },
            "scoring": {
              "$ref": "#/components/schemas/Scoring"
            },
            "instrument": {
              "type": "string"
            },
            "version": {
              "type": "number"
            },
            "title": {
              "type": "object",
              "additionalProperties": {
                "type": "string"
              }
            },
            "instructions": {
              "type": "object",
              "additionalProperties": {
                "type": "string"
              }
            },
            "measure": {
              "$ref": "#/components/schemas/MeasureKind"
            },
            "framework": {
              "type": "string"
            },
            "form": {
              "type": "string"
            },
            "about": {
              "description": "`then`: asked at the end about the time before the courses, one item a dimension; about the present where absent.",
              "type": "string",
              "enum": [
                "then"
              ]
            },
            "minutes": {
              "type": "number"
            },
            "items": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "id": {
                    "type": "string"
                  },
                  "competency": {
                    "description": "The dimension itself where an item asks about all of it, as one about `then` does.",
                    "type": "string"
                  },
                  "dimension": {
                    "type": "string"
                  },
                  "prompt": {
                    "type": "object",
                    "additionalProperties": {
                      "type": "string"
                    }
                  },
                  "options": {
                    "type": "array",
                    "items": {
                      "$ref": "#/components/schemas/ItemOption"
                    }
                  },
                  "notApplicable": {
                    "description": "Whether \"not applicable\" may be answered: it counts as missing.",
                    "type": "boolean"
                  }
                },
                "required": [
                  "id",
                  "competency",
                  "dimension",
                  "prompt",
                  "options",
                  "notApplicable"
                ]
              }
            }
          },
          "required": [
            "scale",
            "scoring",
            "instrument",
            "version",
            "title",
            "measure",
            "framework",
            "minutes",
            "items"
          ]
        }
      },
      "required": [
        "attempt",
        "teacher",
        "cycle",
        "occasion",
        "instrument",
        "version",
        "measure",
        "scale",
        "closes",
        "graceUntil",
        "status",
        "startedAt",
        "recordedAt",
        "answers",
        "form"
      ]
    },
    "AttritionDifference": {
      "type": "object",
      "properties": {
        "by": {
          "$ref": "#/components/schemas/BreakdownDimension"
        },
        "first": {
          "type": "object",
          "properties": {
            "cell": {
              "type": "string"
            },
            "lost": {
              "$ref": "#/components/schemas/Ratio"
            }
          },
          "required": [
            "cell",
            "lost"
          ]
        },
        "second": {
          "type": "object",
          "properties": {
            "cell": {
              "type": "string"
            },
            "lost": {
              "$ref": "#/components/schemas/Ratio"
            }
          },
          "required": [
            "cell",
            "lost"
          ]
        },
        "difference": {
          "anyOf": [
            {
              "$ref": "#/components/schemas/NotEstimable"
            },
            {
              "$ref": "#/components/schemas/Limits"
            }
          ]
        }
      },
      "required": [
        "by",
        "first",
        "second",
        "difference"
      ]
    },
    "BeforeThenNow": {
      "type": "object",
      "properties": {
        "before": {
          "description": "What the same teachers had said at the beginning, and what they say of that time at the end.",
          "type": "number"
        },
        "then": {
          "type": "number"
        },
        "now": {
          "type": "number"
        },
        "n": {
          "type": "number"
        }
      },
      "required": [
        "before",
        "then",
        "now",
        "n"
      ]
    },
    "Bin": {
      "type": "object",
      "properties": {
        "from": {
          "type": "number"
        },
        "to": {
          "type": "number"
        },
        "n": {
          "type": "number"
        }
      },
      "required": [
        "from",
        "to",
        "n"
      ]
    },
    "BreakdownAnswer": {
      "type": "object",
      "properties": {
        "by": {
          "$ref": "#/components/schemas/BreakdownDimension"
        },
        "exploratory": {
          "description": "No plan named it before the final window opened.",
          "type": "boolean"
        },
        "people": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/PeopleGroup"
          }
        },
        "parity": {
          "description": "Adjusted parity of proportions, where the dimension has two groups to compare; never of gains.",
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/ParityFigure"
          }
        },
        "measures": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "measure": {
                "$ref": "#/components/schemas/MeasureKind"
              },
              "scale": {
                "type": "string"
              },
              "minimum": {
                "description": "Ends of the scale, in its own units.",
                "type": "number"
              },
              "maximum": {
                "type": "number"
              },
              "equated": {
                "description": "Only where the test has more than one scale.",
                "$ref": "#/components/schemas/Equated"
              },
              "before": {
                "$ref": "#/components/schemas/ScoreFigure"
              },
              "after": {
                "$ref": "#/components/schemas/ScoreFigure"
              },
              "gain": {
                "$ref": "#/components/schemas/GainFigure"
              },
              "groups": {
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/GroupResults"
                }
              }
            },
            "required": [
              "measure",
              "scale",
              "minimum",
              "maximum",
              "before",
              "after",
              "gain",
              "groups"
            ]
          }
        },
        "cycle": {
          "type": "string"
        },
        "simulated": {
          "description": "The data of an invented country: every page, print and export says so.",
          "type": "boolean"
        },
        "asOf": {
          "description": "`recordedAt` (RFC 3339, UTC) of the last event of the cycle in these numbers; `null` before the first.",
          "type": [
            "string",
            "null"
          ]
        },
        "k": {
          "description": "Fewest people behind a shown result.",
          "type": "number"
        },
        "definitions": {
          "description": "What the figures are, by id and version, as `GET /v1/:tenant/indicators` defines them: with `cycle` and `asOf` they can be cited.",
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "by",
        "exploratory",
        "people",
        "parity",
        "measures",
        "cycle",
        "simulated",
        "asOf",
        "k",
        "definitions"
      ]
    },
    "BreakdownDimension": {
      "type": "string",
      "enum": [
        "educationLevel",
        "region",
        "sector",
        "rurality",
        "gender",
        "modality",
        "regionalSector",
        "isced"
      ]
    },
    "CalendarEntry": {
      "type": "object",
      "properties": {
        "kind": {
          "type": "string",
          "enum": [
            "holiday",
            "winter-break",
            "low-season",
            "closure"
          ]
        },
        "name": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "from": {
          "description": "Days of the country's calendar, both of them in it.",
          "type": "string"
        },
        "to": {
          "type": "string"
        },
        "regions": {
          "description": "ISO 3166-2; the whole country where absent.",
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "kind",
        "name",
        "from",
        "to"
      ]
    },
    "CarryOver": {
      "type": "object",
      "properties": {
        "invite": {
          "description": "Who is invited again: nobody by itself, who was invited, who consented, or who completed a course.",
          "type": "string",
          "enum": [
            "invited",
            "consented",
            "nobody",
            "trained"
          ]
        },
        "share": {
          "description": "Of those, the share that is drawn by a seeded hash of the pseudonym, 0 to 1.",
          "type": "number"
        },
        "completedCoursesCount": {
          "description": "Courses completed remain in the record and are not recommended again.",
          "type": "boolean"
        },
        "flagRepeaters": {
          "description": "Somebody who took part before is flagged a repeater.",
          "type": "boolean"
        }
      },
      "required": [
        "invite",
        "share",
        "completedCoursesCount",
        "flagRepeaters"
      ]
    },
    "Cause": {
      "anyOf": [
        {
          "type": "object",
          "properties": {
            "kind": {
              "type": "string",
              "enum": [
                "event"
              ]
            },
            "key": {
              "type": "string"
            },
            "type": {
              "type": "string"
            },
            "stream": {
              "type": "string"
            },
            "revision": {
              "type": "number"
            }
          },
          "required": [
            "kind",
            "key",
            "type",
            "stream",
            "revision"
          ]
        },
        {
          "type": "object",
          "properties": {
            "kind": {
              "type": "string",
              "enum": [
                "due"
              ]
            },
            "key": {
              "type": "string"
            },
            "collection": {
              "type": "string"
            },
            "id": {
              "type": "string"
            },
            "dueAt": {
              "type": "string"
            }
          },
          "required": [
            "kind",
            "key",
            "collection",
            "id",
            "dueAt"
          ]
        }
      ]
    },
    "Certification": {
      "type": "object",
      "properties": {
        "version": {
          "type": "string"
        },
        "note": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "minimumHours": {
          "type": "number"
        },
        "finalTest": {
          "type": "boolean"
        }
      },
      "required": [
        "version",
        "note",
        "minimumHours",
        "finalTest"
      ]
    },
    "CertificationRule": {
      "type": "object",
      "properties": {
        "version": {
          "type": "string"
        },
        "note": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "minimumHours": {
          "description": "Hours of the courses completed in the cycle, together.",
          "type": "number"
        },
        "finalTest": {
          "description": "Whether the final test has to be handed in, whatever its result.",
          "type": "boolean"
        }
      },
      "required": [
        "version",
        "note",
        "minimumHours",
        "finalTest"
      ]
    },
    "ClassAnswer": {
      "type": "object",
      "properties": {
        "offering": {
          "type": "string"
        },
        "course": {
          "type": "string"
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "modality": {
          "$ref": "#/components/schemas/Modality"
        },
        "starts": {
          "type": "string"
        },
        "ends": {
          "type": "string"
        },
        "sessions": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "session": {
                "type": "string"
              },
              "starts": {
                "type": "string"
              },
              "ends": {
                "type": "string"
              },
              "status": {
                "type": "string",
                "enum": [
                  "held",
                  "scheduled",
                  "called-off"
                ]
              },
              "calledOffBecause": {
                "type": "string",
                "enum": [
                  "strike",
                  "other",
                  "weather",
                  "tutor-absent",
                  "place-unusable"
                ]
              },
              "entered": {
                "description": "Whose attendance was entered.",
                "type": "number"
              }
            },
            "required": [
              "session",
              "starts",
              "ends",
              "status",
              "entered"
            ]
          }
        },
        "participants": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/ClassEntry"
          }
        }
      },
      "required": [
        "offering",
        "course",
        "title",
        "modality",
        "starts",
        "ends",
        "sessions",
        "participants"
      ]
    },
    "ClassEntry": {
      "type": "object",
      "properties": {
        "enrolment": {
          "type": "string"
        },
        "name": {
          "description": "`null` for somebody who was forgotten.",
          "type": [
            "object",
            "null"
          ],
          "properties": {
            "givenName": {
              "type": "string"
            },
            "familyName": {
              "type": "string"
            }
          },
          "required": [
            "givenName",
            "familyName"
          ]
        },
        "status": {
          "type": "string",
          "enum": [
            "started",
            "enrolled",
            "requested",
            "waiting",
            "completed",
            "failed",
            "dropped",
            "cancelled"
          ]
        },
        "percent": {
          "type": [
            "number",
            "null"
          ]
        },
        "attendance": {
          "description": "By session.",
          "type": "object",
          "additionalProperties": {
            "$ref": "#/components/schemas/Presence"
          }
        }
      },
      "required": [
        "enrolment",
        "name",
        "status",
        "percent",
        "attendance"
      ]
    },
    "CodedPlace": {
      "type": "object",
      "properties": {
        "code": {
          "type": "string"
        },
        "name": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        }
      },
      "required": [
        "code",
        "name"
      ]
    },
    "Competency": {
      "type": "object",
      "properties": {
        "code": {
          "type": "string"
        },
        "name": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "dimension": {
          "description": "The area, aspect or (of a flat list) the dimension itself that it is counted under.",
          "type": "string"
        }
      },
      "required": [
        "code",
        "name",
        "dimension"
      ]
    },
    "ConsentEntry": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "what": {
          "type": "string",
          "enum": [
            "withdrawn",
            "given"
          ]
        },
        "version": {
          "description": "Version of the text; it is the same that was agreed to where consent is withdrawn.",
          "type": [
            "string",
            "null"
          ]
        },
        "language": {
          "type": [
            "string",
            "null"
          ]
        },
        "purposes": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "at": {
          "type": "string"
        },
        "otherRegistration": {
          "type": "string"
        }
      },
      "required": [
        "cycle",
        "what",
        "version",
        "language",
        "purposes",
        "at"
      ]
    },
    "CountryDocument": {
      "type": "object",
      "properties": {
        "country": {
          "type": "string"
        },
        "name": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "origin": {
          "$ref": "#/components/schemas/Origin"
        },
        "timeZone": {
          "type": "string"
        },
        "languages": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "suppressionThreshold": {
          "description": "Smallest group whose results are shown.",
          "type": "number"
        },
        "createdAt": {
          "type": "string"
        },
        "pack": {
          "description": "`null` for a bare country, which has no codes of its own.",
          "type": [
            "object",
            "null"
          ],
          "properties": {
            "pack": {
              "type": "string"
            },
            "version": {
              "type": "string"
            },
            "digest": {
              "type": "string"
            }
          },
          "required": [
            "pack",
            "version",
            "digest"
          ]
        },
        "regions": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/CodedPlace"
          }
        },
        "sectors": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "code": {
                "type": "string"
              },
              "name": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              },
              "regional": {
                "type": "string"
              }
            },
            "required": [
              "code",
              "name",
              "regional"
            ]
          }
        },
        "educationLevels": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "code": {
                "type": "string"
              },
              "name": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              },
              "isced": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              }
            },
            "required": [
              "code",
              "name",
              "isced"
            ]
          }
        },
        "notices": {
          "type": "array",
          "items": {
            "type": "object",
            "additionalProperties": {
              "type": "string"
            }
          }
        }
      },
      "required": [
        "country",
        "name",
        "origin",
        "timeZone",
        "languages",
        "suppressionThreshold",
        "createdAt",
        "pack",
        "regions",
        "sectors",
        "educationLevels",
        "notices"
      ]
    },
    "CourseDocument": {
      "type": "object",
      "properties": {
        "course": {
          "type": "string"
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "description": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "provider": {
          "type": "string"
        },
        "hours": {
          "description": "Hours of work, 4 to 40.",
          "type": "number"
        },
        "language": {
          "type": "string"
        },
        "develops": {
          "description": "What it takes a teacher from and to, as proficiency levels 0 to 5, competency by competency.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "competency": {
                "type": "string"
              },
              "from": {
                "type": "number"
              },
              "to": {
                "type": "number"
              }
            },
            "required": [
              "competency",
              "from",
              "to"
            ]
          }
        },
        "accessibility": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "offline": {
          "description": "Whether it can be followed without a connection.",
          "type": "boolean"
        },
        "licence": {
          "type": "string"
        },
        "registeredAt": {
          "type": "string"
        }
      },
      "required": [
        "course",
        "title",
        "description",
        "provider",
        "hours",
        "language",
        "develops",
        "accessibility",
        "offline",
        "licence",
        "registeredAt"
      ]
    },
    "CoverageAnswer": {
      "type": "object",
      "properties": {
        "population": {
          "type": "object",
          "properties": {
            "asOf": {
              "type": [
                "string",
                "null"
              ]
            },
            "status": {
              "description": "Made up for a simulated country, or counted.",
              "type": [
                "string",
                "null"
              ]
            },
            "note": {
              "type": [
                "object",
                "null"
              ],
              "additionalProperties": {
                "type": "string"
              }
            },
            "total": {
              "type": [
                "number",
                "null"
              ]
            }
          },
          "required": [
            "asOf",
            "status",
            "note",
            "total"
          ]
        },
        "all": {
          "$ref": "#/components/schemas/CoverageGroup"
        },
        "by": {
          "type": "object",
          "properties": {
            "educationLevel": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/CoverageGroup"
              }
            },
            "region": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/CoverageGroup"
              }
            },
            "sector": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/CoverageGroup"
              }
            },
            "rurality": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/CoverageGroup"
              }
            },
            "gender": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/CoverageGroup"
              }
            },
            "regionalSector": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/CoverageGroup"
              }
            },
            "isced": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/CoverageGroup"
              }
            }
          },
          "required": [
            "educationLevel",
            "region",
            "sector",
            "rurality",
            "gender",
            "regionalSector",
            "isced"
          ]
        },
        "cycle": {
          "type": "string"
        },
        "simulated": {
          "description": "The data of an invented country: every page, print and export says so.",
          "type": "boolean"
        },
        "asOf": {
          "description": "`recordedAt` (RFC 3339, UTC) of the last event of the cycle in these numbers; `null` before the first.",
          "type": [
            "string",
            "null"
          ]
        },
        "k": {
          "description": "Fewest people behind a shown result.",
          "type": "number"
        },
        "definitions": {
          "description": "What the figures are, by id and version, as `GET /v1/:tenant/indicators` defines them: with `cycle` and `asOf` they can be cited.",
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "population",
        "all",
        "by",
        "cycle",
        "simulated",
        "asOf",
        "k",
        "definitions"
      ]
    },
    "CoverageGroup": {
      "type": "object",
      "properties": {
        "cell": {
          "type": "string"
        },
        "population": {
          "description": "`null`: nobody counted them.",
          "type": [
            "number",
            "null"
          ]
        },
        "target": {
          "type": [
            "number",
            "null"
          ]
        },
        "invited": {
          "type": "number"
        },
        "reached": {
          "type": "number"
        },
        "trained": {
          "type": "number"
        },
        "coverage": {
          "description": "Reached of the population.",
          "type": [
            "number",
            "null"
          ]
        },
        "shareOfReached": {
          "description": "Share of those reached, and of the population: how like the population the participants are.",
          "type": [
            "number",
            "null"
          ]
        },
        "shareOfPopulation": {
          "type": [
            "number",
            "null"
          ]
        }
      },
      "required": [
        "cell",
        "population",
        "target",
        "invited",
        "reached",
        "trained",
        "coverage",
        "shareOfReached",
        "shareOfPopulation"
      ]
    },
    "CrosswalkView": {
      "type": "object",
      "properties": {
        "crosswalk": {
          "type": "string"
        },
        "version": {
          "type": "string"
        },
        "written": {
          "description": "Whether the file was written from this framework to the other, or the other way round.",
          "type": "string",
          "enum": [
            "from-here",
            "from-there"
          ]
        },
        "decidedBy": {
          "type": "string"
        },
        "official": {
          "type": "boolean"
        },
        "note": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "adoptedAt": {
          "type": "string"
        },
        "other": {
          "type": "object",
          "properties": {
            "status": {
              "type": "string",
              "enum": [
                "complete",
                "incomplete"
              ]
            },
            "version": {
              "type": "string"
            },
            "title": {
              "type": "object",
              "additionalProperties": {
                "type": "string"
              }
            },
            "framework": {
              "type": "string"
            },
            "shape": {
              "type": "string",
              "enum": [
                "flat",
                "levelled",
                "matrix"
              ]
            },
            "licence": {
              "type": "object",
              "properties": {
                "id": {
                  "type": "string"
                },
                "uri": {
                  "type": "string"
                },
                "attribution": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "string"
                  }
                }
              },
              "required": [
                "id",
                "uri",
                "attribution"
              ]
            }
          },
          "required": [
            "status",
            "version",
            "title",
            "framework",
            "shape",
            "licence"
          ]
        },
        "rows": {
          "description": "Every competency of this framework, in its order; without alignments where nothing answers to it.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "competency": {
                "type": "string"
              },
              "name": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              },
              "dimension": {
                "type": "string"
              },
              "alignments": {
                "description": "Relations as they are read from here: `broader` says that the other's is broader.",
                "type": "array",
                "items": {
                  "type": "object",
                  "properties": {
                    "competency": {
                      "type": "string"
                    },
                    "name": {
                      "type": "object",
                      "additionalProperties": {
                        "type": "string"
                      }
                    },
                    "relation": {
                      "type": "string",
                      "enum": [
                        "exact",
                        "broader",
                        "narrower",
                        "related"
                      ]
                    },
                    "note": {
                      "type": "object",
                      "additionalProperties": {
                        "type": "string"
                      }
                    }
                  },
                  "required": [
                    "competency",
                    "name",
                    "relation"
                  ]
                }
              }
            },
            "required": [
              "competency",
              "name",
              "dimension",
              "alignments"
            ]
          }
        },
        "uncovered": {
          "description": "Competencies here that nothing there answers to, and there that nothing here answers to.",
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "uncoveredThere": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "competency": {
                "type": "string"
              },
              "name": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              }
            },
            "required": [
              "competency",
              "name"
            ]
          }
        }
      },
      "required": [
        "crosswalk",
        "version",
        "written",
        "decidedBy",
        "official",
        "note",
        "adoptedAt",
        "other",
        "rows",
        "uncovered",
        "uncoveredThere"
      ]
    },
    "CrosswalksAnswer": {
      "type": "object",
      "properties": {
        "framework": {
          "type": "string"
        },
        "version": {
          "type": "string"
        },
        "crosswalks": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/CrosswalkView"
          }
        }
      },
      "required": [
        "framework",
        "version",
        "crosswalks"
      ]
    },
    "CycleCalendar": {
      "type": "object",
      "properties": {
        "schoolYear": {
          "type": "object",
          "properties": {
            "from": {
              "type": "string"
            },
            "to": {
              "type": "string"
            }
          },
          "required": [
            "from",
            "to"
          ]
        },
        "launch": {
          "type": "string"
        },
        "reminders": {
          "description": "Days on which those who have not handed in are reminded.",
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "entries": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/CalendarEntry"
          }
        }
      },
      "required": [
        "schoolYear",
        "launch",
        "reminders",
        "entries"
      ]
    },
    "CyclePersons": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "invited": {
          "type": "number"
        },
        "reached": {
          "type": "number"
        },
        "trained": {
          "type": "number"
        },
        "repeaters": {
          "description": "Took part in an earlier cycle.",
          "type": "number"
        }
      },
      "required": [
        "cycle",
        "title",
        "invited",
        "reached",
        "trained",
        "repeaters"
      ]
    },
    "CycleTargets": {
      "type": "object",
      "properties": {
        "status": {
          "type": "string",
          "enum": [
            "official",
            "illustrative"
          ]
        },
        "note": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "rows": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "region": {
                "type": "string"
              },
              "sector": {
                "type": "string"
              },
              "educationLevel": {
                "type": "string"
              },
              "gender": {
                "type": "string"
              },
              "rurality": {
                "type": "string"
              },
              "teachers": {
                "type": "number"
              },
              "indicator": {
                "type": "string",
                "enum": [
                  "trained",
                  "reached"
                ]
              }
            },
            "required": [
              "teachers",
              "indicator"
            ]
          }
        }
      },
      "required": [
        "status",
        "note",
        "rows"
      ]
    },
    "DashboardAnswer": {
      "type": "object",
      "properties": {
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "status": {
          "type": "string",
          "enum": [
            "planned",
            "open",
            "closed"
          ]
        },
        "stage": {
          "type": [
            "string",
            "null"
          ]
        },
        "target": {
          "description": "Teachers the cycle wants to reach; `null` where none was set.",
          "type": [
            "number",
            "null"
          ]
        },
        "invited": {
          "type": "number"
        },
        "reached": {
          "description": "Distinct persons who have seen their profile; `of` is the target.",
          "$ref": "#/components/schemas/OfTarget"
        },
        "trained": {
          "description": "Distinct persons who completed at least one course; `of` is the target.",
          "$ref": "#/components/schemas/OfTarget"
        },
        "repeaters": {
          "type": "number"
        },
        "withdrawn": {
          "type": "number"
        },
        "schools": {
          "type": "number"
        },
        "people": {
          "description": "People by group: counts, never withheld.",
          "type": "object",
          "properties": {
            "educationLevel": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "invited": {
                    "type": "number"
                  },
                  "submitted": {
                    "type": "number"
                  },
                  "reached": {
                    "type": "number"
                  },
                  "trained": {
                    "type": "number"
                  }
                },
                "required": [
                  "cell",
                  "invited",
                  "submitted",
                  "reached",
                  "trained"
                ]
              }
            },
            "region": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "invited": {
                    "type": "number"
                  },
                  "submitted": {
                    "type": "number"
                  },
                  "reached": {
                    "type": "number"
                  },
                  "trained": {
                    "type": "number"
                  }
                },
                "required": [
                  "cell",
                  "invited",
                  "submitted",
                  "reached",
                  "trained"
                ]
              }
            },
            "sector": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "invited": {
                    "type": "number"
                  },
                  "submitted": {
                    "type": "number"
                  },
                  "reached": {
                    "type": "number"
                  },
                  "trained": {
                    "type": "number"
                  }
                },
                "required": [
                  "cell",
                  "invited",
                  "submitted",
                  "reached",
                  "trained"
                ]
              }
            },
            "rurality": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "invited": {
                    "type": "number"
                  },
                  "submitted": {
                    "type": "number"
                  },
                  "reached": {
                    "type": "number"
                  },
                  "trained": {
                    "type": "number"
                  }
                },
                "required": [
                  "cell",
                  "invited",
                  "submitted",
                  "reached",
                  "trained"
                ]
              }
            },
            "gender": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "invited": {
                    "type": "number"
                  },
                  "submitted": {
                    "type": "number"
                  },
                  "reached": {
                    "type": "number"
                  },
                  "trained": {
                    "type": "number"
                  }
                },
                "required": [
                  "cell",
                  "invited",
                  "submitted",
                  "reached",
                  "trained"
                ]
              }
            }
          },
          "required": [
            "educationLevel",
            "region",
            "sector",
            "rurality",
            "gender"
          ]
        },
        "measures": {
          "description": "The self-rating first, then the test. Gains come from the test, gaps and paths from the self-rating; nothing equates the two.",
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/MeasureBreakdown"
          }
        },
        "plan": {
          "$ref": "#/components/schemas/AnalysisLabel"
        },
        "cycle": {
          "type": "string"
        },
        "simulated": {
          "description": "The data of an invented country: every page, print and export says so.",
          "type": "boolean"
        },
        "asOf": {
          "description": "`recordedAt` (RFC 3339, UTC) of the last event of the cycle in these numbers; `null` before the first.",
          "type": [
            "string",
            "null"
          ]
        },
        "k": {
          "description": "Fewest people behind a shown result.",
          "type": "number"
        },
        "definitions": {
          "description": "What the figures are, by id and version, as `GET /v1/:tenant/indicators` defines them: with `cycle` and `asOf` they can be cited.",
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "title",
        "status",
        "stage",
        "target",
        "invited",
        "reached",
        "trained",
        "repeaters",
        "withdrawn",
        "schools",
        "people",
        "measures",
        "plan",
        "cycle",
        "simulated",
        "asOf",
        "k",
        "definitions"
      ]
    },
    "DataRequest": {
      "type": "object",
      "properties": {
        "text": {
          "type": "string"
        },
        "reply": {
          "type": "string"
        },
        "teacher": {
          "type": "string"
        },
        "status": {
          "type": "string",
          "enum": [
            "open",
            "resolved",
            "declined",
            "asked",
            "confirmed",
            "withdrawn",
            "carried-out"
          ]
        },
        "kind": {
          "type": "string",
          "enum": [
            "correction",
            "erasure"
          ]
        },
        "request": {
          "type": "string"
        },
        "askedAt": {
          "type": "string"
        },
        "confirmedAt": {
          "type": "string"
        },
        "settledAt": {
          "description": "When it was answered, withdrawn or carried out.",
          "type": "string"
        },
        "topic": {
          "type": "string",
          "enum": [
            "identity",
            "assignment",
            "answers",
            "enrolment",
            "attendance",
            "other"
          ]
        }
      },
      "required": [
        "teacher",
        "status",
        "kind",
        "request",
        "askedAt"
      ]
    },
    "DataStateAnswer": {
      "type": "object",
      "properties": {
        "status": {
          "type": "string",
          "enum": [
            "planned",
            "open",
            "closed"
          ]
        },
        "stage": {
          "type": [
            "string",
            "null"
          ]
        },
        "persons": {
          "type": "number"
        },
        "schools": {
          "type": "number"
        },
        "submitted": {
          "type": "number"
        },
        "late": {
          "type": "number"
        },
        "withdrawn": {
          "type": "number"
        },
        "withoutStatistics": {
          "type": "number"
        },
        "erased": {
          "type": "number"
        },
        "repeaters": {
          "type": "number"
        },
        "unknown": {
          "description": "Persons about whom the fact is missing.",
          "type": "object",
          "properties": {
            "educationLevel": {
              "$ref": "#/components/schemas/Ratio"
            },
            "region": {
              "$ref": "#/components/schemas/Ratio"
            },
            "sector": {
              "$ref": "#/components/schemas/Ratio"
            },
            "rurality": {
              "$ref": "#/components/schemas/Ratio"
            },
            "gender": {
              "$ref": "#/components/schemas/Ratio"
            }
          },
          "required": [
            "educationLevel",
            "region",
            "sector",
            "rurality",
            "gender"
          ]
        },
        "results": {
          "description": "By measure: how many have a first result, a last one, both.",
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/GainBasis"
          }
        },
        "views": {
          "description": "How far the views are behind the record, and what is parked; empty where nobody tells.",
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/ViewStatus"
          }
        },
        "cycle": {
          "type": "string"
        },
        "simulated": {
          "description": "The data of an invented country: every page, print and export says so.",
          "type": "boolean"
        },
        "asOf": {
          "description": "`recordedAt` (RFC 3339, UTC) of the last event of the cycle in these numbers; `null` before the first.",
          "type": [
            "string",
            "null"
          ]
        },
        "k": {
          "description": "Fewest people behind a shown result.",
          "type": "number"
        },
        "definitions": {
          "description": "What the figures are, by id and version, as `GET /v1/:tenant/indicators` defines them: with `cycle` and `asOf` they can be cited.",
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "status",
        "stage",
        "persons",
        "schools",
        "submitted",
        "late",
        "withdrawn",
        "withoutStatistics",
        "erased",
        "repeaters",
        "unknown",
        "results",
        "views",
        "cycle",
        "simulated",
        "asOf",
        "k",
        "definitions"
      ]
    },
    "DerivedPath": {
      "type": "object",
      "properties": {
        "steps": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/PathStep"
          }
        },
        "withoutCourse": {
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "steps",
        "withoutCourse"
      ]
    },
    "DestructionCertificate": {
      "type": "object",
      "properties": {
        "pseudonym": {
          "type": "string"
        },
        "destroyedAt": {
          "type": "string"
        },
        "keyDigest": {
          "description": "SHA-256 of the destroyed key, hexadecimal: proves which key it was, opens nothing.",
          "type": "string"
        }
      },
      "required": [
        "pseudonym",
        "destroyedAt",
        "keyDigest"
      ]
    },
    "Difference": {
      "type": "object",
      "properties": {
        "projection": {
          "type": "string"
        },
        "collection": {
          "type": "string"
        },
        "id": {
          "type": "string"
        },
        "kind": {
          "type": "string",
          "enum": [
            "only-live",
            "only-replay",
            "differs"
          ]
        }
      },
      "required": [
        "projection",
        "collection",
        "id",
        "kind"
      ]
    },
    "EligibilityRule": {
      "type": "object",
      "properties": {
        "version": {
          "type": "string"
        },
        "note": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "educationLevels": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "sectors": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "schoolStatuses": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "minimumWeeklyHours": {
          "type": "number"
        }
      },
      "required": [
        "version",
        "note",
        "educationLevels",
        "sectors",
        "schoolStatuses",
        "minimumWeeklyHours"
      ]
    },
    "EnrolmentAnswer": {
      "type": "object",
      "properties": {
        "enrolment": {
          "type": "string"
        },
        "status": {
          "description": "`requested`: the seats of this offering are drawn by lot, or given by priority.",
          "type": "string",
          "enum": [
            "enrolled",
            "requested",
            "waiting"
          ]
        },
        "place": {
          "description": "On the waiting list, from 1.",
          "type": "number"
        }
      },
      "required": [
        "enrolment",
        "status"
      ]
    },
    "EnrolmentDocument": {
      "type": "object",
      "properties": {
        "enrolment": {
          "type": "string"
        },
        "teacher": {
          "type": "string"
        },
        "cycle": {
          "type": "string"
        },
        "offering": {
          "type": "string"
        },
        "status": {
          "$ref": "#/components/schemas/EnrolmentStatus"
        },
        "requestedAt": {
          "type": "string"
        },
        "waitingSince": {
          "type": "string"
        },
        "place": {
          "description": "The number drawn for the waiting list.",
          "type": "number"
        },
        "enrolledAt": {
          "type": "string"
        },
        "startedAt": {
          "type": "string"
        },
        "percent": {
          "type": "number"
        },
        "completedAt": {
          "type": "string"
        },
        "droppedAt": {
          "type": "string"
        },
        "dropReason": {
          "type": "string",
          "enum": [
            "other",
            "no-time",
            "no-connection",
            "not-what-i-need",
            "left-the-school"
          ]
        },
        "failedAt": {
          "type": "string"
        },
        "failReason": {
          "type": "string",
          "enum": [
            "attendance",
            "other",
            "assignments",
            "final-work"
          ]
        },
        "cancelledAt": {
          "description": "The seat or the place on the list was given up, or taken back with the consent.",
          "type": "string"
        },
        "cancelledBecause": {
          "type": "string",
          "enum": [
            "dropped",
            "cancelled",
            "consent-withdrawn",
            "forgotten"
          ]
        }
      },
      "required": [
        "enrolment",
        "teacher",
        "cycle",
        "offering",
        "status"
      ]
    },
    "EnrolmentRow": {
      "type": "object",
      "properties": {
        "status": {
          "$ref": "#/components/schemas/EnrolmentStatus"
        },
        "cycle": {
          "type": "string"
        },
        "enrolment": {
          "type": "string"
        },
        "offering": {
          "type": "string"
        },
        "requestedAt": {
          "type": "string"
        },
        "waitingSince": {
          "type": "string"
        },
        "place": {
          "description": "The number drawn for the waiting list.",
          "type": "number"
        },
        "enrolledAt": {
          "type": "string"
        },
        "startedAt": {
          "type": "string"
        },
        "percent": {
          "type": "number"
        },
        "completedAt": {
          "type": "string"
        },
        "droppedAt": {
          "type": "string"
        },
        "dropReason": {
          "type": "string",
          "enum": [
            "other",
            "no-time",
            "no-connection",
            "not-what-i-need",
            "left-the-school"
          ]
        },
        "failedAt": {
          "type": "string"
        },
        "failReason": {
          "type": "string",
          "enum": [
            "attendance",
            "other",
            "assignments",
            "final-work"
          ]
        },
        "cancelledAt": {
          "description": "The seat or the place on the list was given up, or taken back with the consent.",
          "type": "string"
        },
        "cancelledBecause": {
          "type": "string",
          "enum": [
            "dropped",
            "cancelled",
            "consent-withdrawn",
            "forgotten"
          ]
        },
        "otherRegistration": {
          "description": "It is held under another registration of the same person, which was joined with this one.",
          "type": "boolean",
          "enum": [
            true
          ]
        },
        "modality": {
          "type": "string",
          "enum": [
            "distance",
            "hybrid",
            "in-class"
          ]
        },
        "course": {
          "type": "string"
        },
        "starts": {
          "type": "string"
        },
        "ends": {
          "type": "string"
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "hours": {
          "description": "Hours of work, 4 to 40.",
          "type": "number"
        }
      },
      "required": [
        "status",
        "cycle",
        "enrolment",
        "offering"
      ]
    },
    "EnrolmentStatus": {
      "type": "string",
      "enum": [
        "started",
        "enrolled",
        "requested",
        "waiting",
        "completed",
        "failed",
        "dropped",
        "cancelled"
      ]
    },
    "Equated": {
      "type": "object",
      "properties": {
        "common": {
          "description": "Whether this scale is a common one; until anybody is scored anew on it, results stand on the forms' own.",
          "type": "boolean"
        },
        "with": {
          "description": "Scales of the same test: the forms' own, and earlier common ones.",
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "elsewhere": {
          "description": "People who have a result on one of those: it counts here once it is scored anew.",
          "type": "number"
        }
      },
      "required": [
        "common",
        "with",
        "elsewhere"
      ]
    },
    "EquatedForm": {
      "type": "object",
      "properties": {
        "instrument": {
          "type": "string"
        },
        "version": {
          "type": "number"
        },
        "scoring": {
          "description": "The scoring whose raw scores the table reads: another one needs another decision.",
          "type": "string"
        },
        "rawScale": {
          "type": "string"
        },
        "sample": {
          "$ref": "#/components/schemas/EquatingSample"
        },
        "table": {
          "description": "Every raw score that the form can give and what it is on the common scale, in hundredths, ascending.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "raw": {
                "type": "number"
              },
              "scaled": {
                "type": "number"
              }
            },
            "required": [
              "raw",
              "scaled"
            ]
          }
        }
      },
      "required": [
        "instrument",
        "version",
        "scoring",
        "rawScale",
        "table"
      ]
    },
    "EquatingMethod": {
      "type": "string",
      "enum": [
        "identical-form",
        "random-groups-linear",
        "common-item-linear",
        "supplied-table"
      ]
    },
    "EquatingSample": {
      "type": "object",
      "properties": {
        "persons": {
          "type": "number"
        },
        "mean": {
          "type": "number"
        },
        "sd": {
          "type": "number"
        },
        "anchorMean": {
          "description": "Of the anchor items, in hundredths of a percent right.",
          "type": "number"
        },
        "anchorSd": {
          "type": "number"
        }
      },
      "required": [
        "persons",
        "mean",
        "sd"
      ]
    },
    "EvaluationAnswer": {
      "type": "object",
      "properties": {
        "plan": {
          "$ref": "#/components/schemas/AnalysisLabel"
        },
        "flow": {
          "$ref": "#/components/schemas/ParticipantFlow"
        },
        "measures": {
          "description": "The test first.",
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/MeasureEvaluation"
          }
        },
        "attrition": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/AttritionDifference"
          }
        },
        "timeToComplete": {
          "$ref": "#/components/schemas/TimeToComplete"
        },
        "targeted": {
          "$ref": "#/components/schemas/TargetedChange"
        },
        "lottery": {
          "anyOf": [
            {
              "$ref": "#/components/schemas/LotteryComparison"
            },
            {
              "type": "null"
            }
          ]
        },
        "thenAndNow": {
          "$ref": "#/components/schemas/ThenAndNow"
        },
        "cycle": {
          "type": "string"
        },
        "simulated": {
          "description": "The data of an invented country: every page, print and export says so.",
          "type": "boolean"
        },
        "asOf": {
          "description": "`recordedAt` (RFC 3339, UTC) of the last event of the cycle in these numbers; `null` before the first.",
          "type": [
            "string",
            "null"
          ]
        },
        "k": {
          "description": "Fewest people behind a shown result.",
          "type": "number"
        },
        "definitions": {
          "description": "What the figures are, by id and version, as `GET /v1/:tenant/indicators` defines them: with `cycle` and `asOf` they can be cited.",
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "plan",
        "flow",
        "measures",
        "attrition",
        "timeToComplete",
        "targeted",
        "lottery",
        "thenAndNow",
        "cycle",
        "simulated",
        "asOf",
        "k",
        "definitions"
      ]
    },
    "FlowArm": {
      "type": "object",
      "properties": {
        "n": {
          "type": "number"
        },
        "completed": {
          "description": "Completed at least one course.",
          "type": "number"
        },
        "analysed": {
          "description": "Have a last result too: the pairs that are analysed.",
          "type": "number"
        },
        "notYet": {
          "description": "Have no last result, and the last stage is still to come or open for them: window, grace and extensions, where they work and for themselves.",
          "type": "number"
        },
        "lost": {
          "description": "Have no last result, and the last stage is over for them.",
          "type": "number"
        }
      },
      "required": [
        "n",
        "completed",
        "analysed",
        "notYet",
        "lost"
      ]
    },
    "FollowUpItem": {
      "type": "object",
      "properties": {
        "teacher": {
          "type": "string"
        },
        "identity": {
          "anyOf": [
            {
              "$ref": "#/components/schemas/IdentityShown"
            },
            {
              "type": "null"
            }
          ]
        },
        "school": {
          "type": [
            "string",
            "null"
          ]
        },
        "schoolName": {
          "type": [
            "string",
            "null"
          ]
        },
        "region": {
          "type": [
            "string",
            "null"
          ]
        },
        "invitedAt": {
          "type": [
            "string",
            "null"
          ]
        },
        "reminders": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "stage": {
                "$ref": "#/components/schemas/Stage"
              },
              "wave": {
                "type": "string"
              },
              "channel": {
                "$ref": "#/components/schemas/ReminderChannel"
              },
              "at": {
                "type": "string"
              }
            },
            "required": [
              "stage",
              "wave",
              "channel",
              "at"
            ]
          }
        }
      },
      "required": [
        "teacher",
        "identity",
        "school",
        "schoolName",
        "region",
        "invitedAt",
        "reminders"
      ]
    },
    "FrameworkDocument": {
      "type": "object",
      "properties": {
        "framework": {
          "type": "string"
        },
        "version": {
          "type": "string"
        },
        "number": {
          "description": "The version as a number, so that the newest can be found.",
          "type": "number"
        },
        "shape": {
          "type": "string",
          "enum": [
            "flat",
            "levelled",
            "matrix"
          ]
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "publisher": {
          "type": "string"
        },
        "year": {
          "type": "number"
        },
        "source": {
          "type": "string"
        },
        "licence": {
          "type": "object",
          "properties": {
            "id": {
              "type": "string"
            },
            "uri": {
              "type": "string"
            },
            "attribution": {
              "type": "object",
              "additionalProperties": {
                "type": "string"
              }
            }
          },
          "required": [
            "id",
            "uri",
            "attribution"
          ]
        },
        "status": {
          "type": "string",
          "enum": [
            "complete",
            "incomplete"
          ]
        },
        "adoptedAt": {
          "type": "string"
        },
        "dimensions": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "code": {
                "type": "string"
              },
              "name": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              }
            },
            "required": [
              "code",
              "name"
            ]
          }
        },
        "competencies": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/Competency"
          }
        },
        "levels": {
          "description": "From the lowest to the highest; `null` for shapes without.",
          "type": [
            "array",
            "null"
          ],
          "items": {
            "type": "object",
            "properties": {
              "code": {
                "type": "string"
              },
              "name": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              }
            },
            "required": [
              "code",
              "name"
            ]
          }
        },
        "content": {
          "anyOf": [
            {
              "type": "object",
              "properties": {
                "shape": {
                  "type": "string",
                  "enum": [
                    "levelled"
                  ]
                },
                "levels": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "code": {
                        "type": "string"
                      },
                      "name": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      },
                      "says": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      }
                    },
                    "required": [
                      "code",
                      "name"
                    ]
                  }
                },
                "areas": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "competencies": {
                        "type": "array",
                        "items": {
                          "type": "object",
                          "properties": {
                            "code": {
                              "type": "string"
                            },
                            "name": {
                              "type": "object",
                              "additionalProperties": {
                                "type": "string"
                              }
                            },
                            "says": {
                              "type": "object",
                              "additionalProperties": {
                                "type": "string"
                              }
                            }
                          },
                          "required": [
                            "code",
                            "name"
                          ]
                        }
                      },
                      "code": {
                        "type": "string"
                      },
                      "name": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      }
                    },
                    "required": [
                      "competencies",
                      "code",
                      "name"
                    ]
                  }
                },
                "id": {
                  "description": "The file's name without `.json`.",
                  "type": "string"
                },
                "version": {
                  "type": "number"
                },
                "title": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "string"
                  }
                },
                "publisher": {
                  "type": "string"
                },
                "year": {
                  "type": "number"
                },
                "source": {
                  "type": "string"
                },
                "licence": {
                  "type": "object",
                  "properties": {
                    "id": {
                      "type": "string"
                    },
                    "uri": {
                      "type": "string"
                    },
                    "attribution": {
                      "type": "object",
                      "additionalProperties": {
                        "type": "string"
                      }
                    }
                  },
                  "required": [
                    "id",
                    "uri",
                    "attribution"
                  ]
                },
                "translations": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "object",
                    "properties": {
                      "by": {
                        "type": "string"
                      },
                      "official": {
                        "type": "boolean"
                      },
                      "note": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      }
                    },
                    "required": [
                      "by",
                      "official",
                      "note"
                    ]
                  }
                },
                "status": {
                  "type": "string",
                  "enum": [
                    "complete",
                    "incomplete"
                  ]
                },
                "notes": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "string"
                  }
                }
              },
              "required": [
                "shape",
                "levels",
                "areas",
                "id",
                "version",
                "title",
                "publisher",
                "year",
                "source",
                "licence",
                "translations",
                "status"
              ]
            },
            {
              "type": "object",
              "properties": {
                "shape": {
                  "type": "string",
                  "enum": [
                    "matrix"
                  ]
                },
                "aspects": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "code": {
                        "type": "string"
                      },
                      "name": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      }
                    },
                    "required": [
                      "code",
                      "name"
                    ]
                  }
                },
                "stages": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "code": {
                        "type": "string"
                      },
                      "name": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      }
                    },
                    "required": [
                      "code",
                      "name"
                    ]
                  }
                },
                "cells": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "aspect": {
                        "type": "string"
                      },
                      "stage": {
                        "type": "string"
                      },
                      "code": {
                        "type": "string"
                      },
                      "name": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      }
                    },
                    "required": [
                      "aspect",
                      "stage",
                      "code",
                      "name"
                    ]
                  }
                },
                "id": {
                  "description": "The file's name without `.json`.",
                  "type": "string"
                },
                "version": {
                  "type": "number"
                },
                "title": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "string"
                  }
                },
                "publisher": {
                  "type": "string"
                },
                "year": {
                  "type": "number"
                },
                "source": {
                  "type": "string"
                },
                "licence": {
                  "type": "object",
                  "properties": {
                    "id": {
                      "type": "string"
                    },
                    "uri": {
                      "type": "string"
                    },
                    "attribution": {
                      "type": "object",
                      "additionalProperties": {
                        "type": "string"
                      }
                    }
                  },
                  "required": [
                    "id",
                    "uri",
                    "attribution"
                  ]
                },
                "translations": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "object",
                    "properties": {
                      "by": {
                        "type": "string"
                      },
                      "official": {
                        "type": "boolean"
                      },
                      "note": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      }
                    },
                    "required": [
                      "by",
                      "official",
                      "note"
                    ]
                  }
                },
                "status": {
                  "type": "string",
                  "enum": [
                    "complete",
                    "incomplete"
                  ]
                },
                "notes": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "string"
                  }
                }
              },
              "required": [
                "shape",
                "aspects",
                "stages",
                "cells",
                "id",
                "version",
                "title",
                "publisher",
                "year",
                "source",
                "licence",
                "translations",
                "status"
              ]
            },
            {
              "type": "object",
              "properties": {
                "shape": {
                  "type": "string",
                  "enum": [
                    "flat"
                  ]
                },
                "dimensions": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "code": {
                        "type": "string"
                      },
                      "name": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      },
                      "says": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      }
                    },
                    "required": [
                      "code",
                      "name"
                    ]
                  }
                },
                "id": {
                  "description": "The file's name without `.json`.",
                  "type": "string"
                },
                "version": {
                  "type": "number"
                },
                "title": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "string"
                  }
                },
                "publisher": {
                  "type": "string"
                },
                "year": {
                  "type": "number"
                },
                "source": {
                  "type": "string"
                },
                "licence": {
                  "type": "object",
                  "properties": {
                    "id": {
                      "type": "string"
                    },
                    "uri": {
                      "type": "string"
                    },
                    "attribution": {
                      "type": "object",
                      "additionalProperties": {
                        "type": "string"
                      }
                    }
                  },
                  "required": [
                    "id",
                    "uri",
                    "attribution"
                  ]
                },
                "translations": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "object",
                    "properties": {
                      "by": {
                        "type": "string"
                      },
                      "official": {
                        "type": "boolean"
                      },
                      "note": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      }
                    },
                    "required": [
                      "by",
                      "official",
                      "note"
                    ]
                  }
                },
                "status": {
                  "type": "string",
                  "enum": [
                    "complete",
                    "incomplete"
                  ]
                },
                "notes": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "string"
                  }
                }
              },
              "required": [
                "shape",
                "dimensions",
                "id",
                "version",
                "title",
                "publisher",
                "year",
                "source",
                "licence",
                "translations",
                "status"
              ]
            }
          ]
        }
      },
      "required": [
        "framework",
        "version",
        "number",
        "shape",
        "title",
        "publisher",
        "year",
        "source",
        "licence",
        "status",
        "adoptedAt",
        "dimensions",
        "competencies",
        "levels",
        "content"
      ]
    },
    "FunnelAnswer": {
      "type": "object",
      "properties": {
        "all": {
          "$ref": "#/components/schemas/FunnelCounts"
        },
        "by": {
          "description": "What was asked for with `?by=`.",
          "type": [
            "string",
            "null"
          ],
          "enum": [
            "educationLevel",
            "region",
            "sector",
            "rurality",
            "gender",
            "region-sector",
            "sector-rurality-gender",
            null
          ]
        },
        "codes": {
          "description": "`country`: the country's own codes; `regional`: sector and education level by the codes that countries share.",
          "type": "string",
          "enum": [
            "country",
            "regional"
          ]
        },
        "groups": {
          "description": "Sorted by cell; for a crossing `cell` has one value a part, in its order.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "steps": {
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/FunnelStep"
                }
              },
              "waitlisted": {
                "description": "Asked for a seat and got none so far.",
                "type": "number"
              },
              "waitlistedFinalTest": {
                "description": "Of those, who took the final test nevertheless.",
                "type": "number"
              },
              "withdrawn": {
                "description": "Withdrew from taking part: still counted here, no longer in any result.",
                "type": "number"
              },
              "withoutStatistics": {
                "description": "Take part, but not in the programme's statistics: counted here, in no result.",
                "type": "number"
              },
              "erased": {
                "description": "Forgotten persons; they stay counted.",
                "type": "number"
              },
              "late": {
                "description": "Handed in between closing and the end of grace.",
                "type": "number"
              },
              "repeaters": {
                "description": "Took part in an earlier cycle.",
                "type": "number"
              },
              "cell": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              }
            },
            "required": [
              "steps",
              "waitlisted",
              "waitlistedFinalTest",
              "withdrawn",
              "withoutStatistics",
              "erased",
              "late",
              "repeaters",
              "cell"
            ]
          }
        },
        "population": {
          "description": "Of the count of the eligible; `null` without one.",
          "type": [
            "object",
            "null"
          ],
          "properties": {
            "asOf": {
              "type": "string"
            },
            "status": {
              "type": "string"
            }
          },
          "required": [
            "asOf",
            "status"
          ]
        },
        "certification": {
          "description": "`null`: nobody is certified in this cycle.",
          "anyOf": [
            {
              "$ref": "#/components/schemas/Certification"
            },
            {
              "type": "null"
            }
          ]
        },
        "cycle": {
          "type": "string"
        },
        "simulated": {
          "description": "The data of an invented country: every page, print and export says so.",
          "type": "boolean"
        },
        "asOf": {
          "description": "`recordedAt` (RFC 3339, UTC) of the last event of the cycle in these numbers; `null` before the first.",
          "type": [
            "string",
            "null"
          ]
        },
        "k": {
          "description": "Fewest people behind a shown result.",
          "type": "number"
        },
        "definitions": {
          "description": "What the figures are, by id and version, as `GET /v1/:tenant/indicators` defines them: with `cycle` and `asOf` they can be cited.",
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "all",
        "by",
        "codes",
        "groups",
        "population",
        "certification",
        "cycle",
        "simulated",
        "asOf",
        "k",
        "definitions"
      ]
    },
    "FunnelCounts": {
      "type": "object",
      "properties": {
        "steps": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/FunnelStep"
          }
        },
        "waitlisted": {
          "description": "Asked for a seat and got none so far.",
          "type": "number"
        },
        "waitlistedFinalTest": {
          "description": "Of those, who took the final test nevertheless.",
          "type": "number"
        },
        "withdrawn": {
          "description": "Withdrew from taking part: still counted here, no longer in any result.",
          "type": "number"
        },
        "withoutStatistics": {
          "description": "Take part, but not in the programme's statistics: counted here, in no result.",
          "type": "number"
        },
        "erased": {
          "description": "Forgotten persons; they stay counted.",
          "type": "number"
        },
        "late": {
          "description": "Handed in between closing and the end of grace.",
          "type": "number"
        },
        "repeaters": {
          "description": "Took part in an earlier cycle.",
          "type": "number"
        }
      },
      "required": [
        "steps",
        "waitlisted",
        "waitlistedFinalTest",
        "withdrawn",
        "withoutStatistics",
        "erased",
        "late",
        "repeaters"
      ]
    },
    "FunnelStep": {
      "type": "object",
      "properties": {
        "step": {
          "description": "`eligible`: who could take part, as the population was counted; the others are steps that people take.",
          "type": "string",
          "enum": [
            "started",
            "submitted",
            "eligible",
            "invited",
            "consented",
            "profile-seen",
            "path-accepted",
            "enrolled",
            "course-started",
            "course-completed",
            "final-test",
            "certified"
          ]
        },
        "n": {
          "description": "Persons who took this step and every one before it. `null` is not known, never none: `eligible` where nobody counted the population by these groups, `certified` where the cycle certifies nobody.",
          "type": [
            "number",
            "null"
          ]
        },
        "anyhow": {
          "description": "Persons who took this step, whatever they did before; `null` as `n`.",
          "type": [
            "number",
            "null"
          ]
        },
        "ofPrevious": {
          "description": "Against the step before; `null` where one of the two is not known. The invited are no sample of the eligible: a share without limits.",
          "anyOf": [
            {
              "$ref": "#/components/schemas/Ratio"
            },
            {
              "type": "null"
            }
          ]
        },
        "ofFirst": {
          "description": "Against those invited; `null` for the eligible, and where the step is not known.",
          "anyOf": [
            {
              "$ref": "#/components/schemas/Ratio"
            },
            {
              "type": "null"
            }
          ]
        }
      },
      "required": [
        "step",
        "n",
        "anyhow",
        "ofPrevious",
        "ofFirst"
      ]
    },
    "GainAnswer": {
      "type": "object",
      "properties": {
        "name": {
          "description": "`learning gain` for a test, `self-rating change` for a self-rating.",
          "type": "string",
          "enum": [
            "learning gain",
            "self-rating change"
          ]
        },
        "plan": {
          "$ref": "#/components/schemas/AnalysisLabel"
        },
        "gain": {
          "$ref": "#/components/schemas/GainFigure"
        },
        "by": {
          "type": "object",
          "properties": {
            "educationLevel": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "gain": {
                    "$ref": "#/components/schemas/GainFigure"
                  }
                },
                "required": [
                  "cell",
                  "gain"
                ]
              }
            },
            "region": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "gain": {
                    "$ref": "#/components/schemas/GainFigure"
                  }
                },
                "required": [
                  "cell",
                  "gain"
                ]
              }
            },
            "sector": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "gain": {
                    "$ref": "#/components/schemas/GainFigure"
                  }
                },
                "required": [
                  "cell",
                  "gain"
                ]
              }
            },
            "rurality": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "gain": {
                    "$ref": "#/components/schemas/GainFigure"
                  }
                },
                "required": [
                  "cell",
                  "gain"
                ]
              }
            },
            "gender": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "gain": {
                    "$ref": "#/components/schemas/GainFigure"
                  }
                },
                "required": [
                  "cell",
                  "gain"
                ]
              }
            }
          },
          "required": [
            "educationLevel",
            "region",
            "sector",
            "rurality",
            "gender"
          ]
        },
        "cycle": {
          "type": "string"
        },
        "simulated": {
          "description": "The data of an invented country: every page, print and export says so.",
          "type": "boolean"
        },
        "asOf": {
          "description": "`recordedAt` (RFC 3339, UTC) of the last event of the cycle in these numbers; `null` before the first.",
          "type": [
            "string",
            "null"
          ]
        },
        "k": {
          "description": "Fewest people behind a shown result.",
          "type": "number"
        },
        "definitions": {
          "description": "What the figures are, by id and version, as `GET /v1/:tenant/indicators` defines them: with `cycle` and `asOf` they can be cited.",
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "name",
        "plan",
        "gain",
        "by",
        "cycle",
        "simulated",
        "asOf",
        "k",
        "definitions"
      ]
    },
    "GainBasis": {
      "type": "object",
      "properties": {
        "measure": {
          "$ref": "#/components/schemas/MeasureKind"
        },
        "scale": {
          "type": "string"
        },
        "nPre": {
          "description": "Persons with a first result, with a last one, with both.",
          "type": "number"
        },
        "nPost": {
          "type": "number"
        },
        "nPairs": {
          "type": "number"
        },
        "matchRate": {
          "description": "Pairs over persons with a first result, 0 to 1; `null` without any.",
          "type": [
            "number",
            "null"
          ]
        },
        "attrition": {
          "description": "1 − match rate.",
          "type": [
            "number",
            "null"
          ]
        }
      },
      "required": [
        "measure",
        "scale",
        "nPre",
        "nPost",
        "nPairs",
        "matchRate",
        "attrition"
      ]
    },
    "GainFigure": {
      "anyOf": [
        {
          "type": "object",
          "properties": {
            "measure": {
              "$ref": "#/components/schemas/MeasureKind"
            },
            "scale": {
              "type": "string"
            },
            "nPre": {
              "description": "Persons with a first result, with a last one, with both.",
              "type": "number"
            },
            "nPost": {
              "type": "number"
            },
            "nPairs": {
              "type": "number"
            },
            "matchRate": {
              "description": "Pairs over persons with a first result, 0 to 1; `null` without any.",
              "type": [
                "number",
                "null"
              ]
            },
            "attrition": {
              "description": "1 − match rate.",
              "type": [
                "number",
                "null"
              ]
            },
            "withheld": {
              "$ref": "#/components/schemas/Mark"
            }
          },
          "required": [
            "measure",
            "scale",
            "nPre",
            "nPost",
            "nPairs",
            "matchRate",
            "attrition",
            "withheld"
          ]
        },
        {
          "type": "object",
          "properties": {
            "measure": {
              "$ref": "#/components/schemas/MeasureKind"
            },
            "scale": {
              "type": "string"
            },
            "nPre": {
              "description": "Persons with a first result, with a last one, with both.",
              "type": "number"
            },
            "nPost": {
              "type": "number"
            },
            "nPairs": {
              "type": "number"
            },
            "matchRate": {
              "description": "Pairs over persons with a first result, 0 to 1; `null` without any.",
              "type": [
                "number",
                "null"
              ]
            },
            "attrition": {
              "description": "1 − match rate.",
              "type": [
                "number",
                "null"
              ]
            },
            "notEstimable": {
              "description": "`no-baseline`: nobody has a first result; `no-pairs`: nobody has both; `no-population`: nobody counted it; `not-asked`: no instrument asks.",
              "type": "string",
              "enum": [
                "no-observations",
                "fewer-than-two-observations",
                "fewer-than-three-observations",
                "fewer-than-two-clusters",
                "one-observation-per-cluster",
                "fewer-than-two-items",
                "no-spread",
                "no-room-to-gain",
                "all-excluded",
                "tests-only",
                "empty-group",
                "no-cases",
                "sums-not-exact",
                "sums-inconsistent",
                "no-baseline",
                "no-pairs",
                "no-population",
                "no-draw",
                "not-asked"
              ]
            }
          },
          "required": [
            "measure",
            "scale",
            "nPre",
            "nPost",
            "nPairs",
            "matchRate",
            "attrition",
            "notEstimable"
          ]
        },
        {
          "type": "object",
          "properties": {
            "measure": {
              "$ref": "#/components/schemas/MeasureKind"
            },
            "scale": {
              "type": "string"
            },
            "nPre": {
              "description": "Persons with a first result, with a last one, with both.",
              "type": "number"
            },
            "nPost": {
              "type": "number"
            },
            "nPairs": {
              "type": "number"
            },
            "matchRate": {
              "description": "Pairs over persons with a first result, 0 to 1; `null` without any.",
              "type": [
                "number",
                "null"
              ]
            },
            "attrition": {
              "description": "1 − match rate.",
              "type": [
                "number",
                "null"
              ]
            },
            "mean": {
              "type": "number"
            },
            "low": {
              "description": "95 % limits; `null` where the pairs come from one school only.",
              "type": [
                "number",
                "null"
              ]
            },
            "high": {
              "type": [
                "number",
                "null"
              ]
            },
            "level": {
              "type": "number",
              "enum": [
                0.95
              ]
            },
            "interval": {
              "type": "string",
              "enum": [
                "clustered by school"
              ]
            },
            "schools": {
              "type": "number"
            },
            "designEffect": {
              "description": "How many times the variance is larger than without clustering; `null` where there is no spread.",
              "type": [
                "number",
                "null"
              ]
            },
            "meanPre": {
              "description": "Of the matched pairs.",
              "type": "number"
            },
            "meanPost": {
              "type": "number"
            },
            "up": {
              "$ref": "#/components/schemas/Shown"
            },
            "same": {
              "$ref": "#/components/schemas/Shown"
            },
            "down": {
              "$ref": "#/components/schemas/Shown"
            },
            "gAv": {
              "description": "Hedges' g_av; `null` for self-ratings and where there is no spread.",
              "type": [
                "number",
                "null"
              ]
            },
            "classGain": {
              "description": "Hake's gain of the class, 0 to 1; `null` for self-ratings and where all began at the top.",
              "type": [
                "number",
                "null"
              ]
            }
          },
          "required": [
            "measure",
            "scale",
            "nPre",
            "nPost",
            "nPairs",
            "matchRate",
            "attrition",
            "mean",
            "low",
            "high",
            "level",
            "interval",
            "schools",
            "designEffect",
            "meanPre",
            "meanPost",
            "up",
            "same",
            "down",
            "gAv",
            "classGain"
          ]
        }
      ]
    },
    "Gap": {
      "type": "object",
      "properties": {
        "competency": {
          "type": "string"
        },
        "observed": {
          "description": "Proficiency level reached, 0 to 5 (A1 to C2); `null` where it was not rated.",
          "type": [
            "number",
            "null"
          ]
        },
        "target": {
          "type": "number"
        },
        "gap": {
          "description": "Levels missing to the target, 0 where it is reached; `null` where not rated.",
          "type": [
            "number",
            "null"
          ]
        }
      },
      "required": [
        "competency",
        "observed",
        "target",
        "gap"
      ]
    },
    "GapDimension": {
      "type": "string",
      "enum": [
        "educationLevel",
        "region",
        "sector",
        "rurality",
        "gender",
        "regionalSector",
        "isced"
      ]
    },
    "GapFigure": {
      "anyOf": [
        {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "notRated": {
              "type": "number"
            },
            "withheld": {
              "$ref": "#/components/schemas/Mark"
            }
          },
          "required": [
            "n",
            "notRated",
            "withheld"
          ]
        },
        {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "notRated": {
              "type": "number"
            },
            "meanGap": {
              "description": "Proficiency levels missing to the target, mean over those rated.",
              "type": "number"
            },
            "shareWithGap": {
              "description": "Share with a gap above 0.",
              "$ref": "#/components/schemas/Shown"
            },
            "meanObserved": {
              "description": "Observed proficiency level, mean (0 to 5).",
              "type": "number"
            }
          },
          "required": [
            "n",
            "notRated",
            "meanGap",
            "shareWithGap",
            "meanObserved"
          ]
        },
        {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "notRated": {
              "type": "number"
            },
            "notEstimable": {
              "type": "string",
              "enum": [
                "no-observations"
              ]
            }
          },
          "required": [
            "n",
            "notRated",
            "notEstimable"
          ]
        }
      ]
    },
    "GapHeatMapAnswer": {
      "type": "object",
      "properties": {
        "by": {
          "$ref": "#/components/schemas/GapDimension"
        },
        "competencies": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "all": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/GapFigure"
          }
        },
        "rows": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/GapRow"
          }
        },
        "cycle": {
          "type": "string"
        },
        "simulated": {
          "description": "The data of an invented country: every page, print and export says so.",
          "type": "boolean"
        },
        "asOf": {
          "description": "`recordedAt` (RFC 3339, UTC) of the last event of the cycle in these numbers; `null` before the first.",
          "type": [
            "string",
            "null"
          ]
        },
        "k": {
          "description": "Fewest people behind a shown result.",
          "type": "number"
        },
        "definitions": {
          "description": "What the figures are, by id and version, as `GET /v1/:tenant/indicators` defines them: with `cycle` and `asOf` they can be cited.",
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "by",
        "competencies",
        "all",
        "rows",
        "cycle",
        "simulated",
        "asOf",
        "k",
        "definitions"
      ]
    },
    "GapRow": {
      "type": "object",
      "properties": {
        "cell": {
          "type": "string"
        },
        "gaps": {
          "description": "In the order of `competencies`.",
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/GapFigure"
          }
        }
      },
      "required": [
        "cell",
        "gaps"
      ]
    },
    "GroupResults": {
      "type": "object",
      "properties": {
        "cell": {
          "type": "string"
        },
        "before": {
          "$ref": "#/components/schemas/ScoreFigure"
        },
        "after": {
          "$ref": "#/components/schemas/ScoreFigure"
        },
        "gain": {
          "$ref": "#/components/schemas/GainFigure"
        }
      },
      "required": [
        "cell",
        "before",
        "after",
        "gain"
      ]
    },
    "IdentifiedTeacher": {
      "type": "object",
      "properties": {
        "teacher": {
          "type": "string"
        },
        "school": {
          "description": "School and education level of the main assignment, by hours.",
          "type": [
            "string",
            "null"
          ]
        },
        "educationLevel": {
          "type": [
            "string",
            "null"
          ]
        },
        "gender": {
          "type": "string",
          "enum": [
            "other",
            "female",
            "male"
          ]
        },
        "assignments": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/Assignment"
          }
        },
        "registeredAt": {
          "type": "string"
        },
        "birthYear": {
          "type": "number"
        },
        "erased": {
          "type": "boolean"
        },
        "erasedAt": {
          "type": "string"
        },
        "mergedInto": {
          "description": "The registration of the same person that counts instead of this one.",
          "type": "string"
        },
        "identity": {
          "description": "`null` for somebody who was forgotten.",
          "anyOf": [
            {
              "$ref": "#/components/schemas/Identity"
            },
            {
              "type": "null"
            }
          ]
        },
        "participation": {
          "type": [
            "object",
            "null"
          ],
          "properties": {
            "school": {
              "description": "School of the main assignment, by hours, as it is now.",
              "type": [
                "string",
                "null"
              ]
            },
            "windowChanges": {
              "description": "What was changed of the cycle's windows for this person alone; why stays sealed in the record.",
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/WindowChange"
              }
            },
            "consent": {
              "type": [
                "object",
                "null"
              ],
              "properties": {
                "version": {
                  "type": "string"
                },
                "language": {
                  "type": "string"
                },
                "purposes": {
                  "description": "Those that hold.",
                  "type": "array",
                  "items": {
                    "$ref": "#/components/schemas/Purpose"
                  }
                },
                "givenAt": {
                  "type": "string"
                },
                "withdrawnAt": {
                  "type": "string"
                }
              },
              "required": [
                "version",
                "language",
                "purposes",
                "givenAt"
              ]
            },
            "step": {
              "description": "Furthest step of the first stage; `withdrawn` while no consent to take part holds that was given before.",
              "type": "string",
              "enum": [
                "started",
                "submitted",
                "invited",
                "consented",
                "profile-seen",
                "withdrawn"
              ]
            },
            "merged": {
              "description": "Another registration of the same person counts instead of this one.",
              "type": "boolean"
            },
            "invitedAt": {
              "type": [
                "string",
                "null"
              ]
            },
            "baselineRating": {
              "type": [
                "string",
                "null"
              ],
              "enum": [
                "started",
                "submitted",
                null
              ]
            },
            "baselineTest": {
              "type": [
                "string",
                "null"
              ],
              "enum": [
                "started",
                "submitted",
                null
              ]
            },
            "finalRating": {
              "type": [
                "string",
                "null"
              ],
              "enum": [
                "started",
                "submitted",
                null
              ]
            },
            "finalTest": {
              "type": [
                "string",
                "null"
              ],
              "enum": [
                "started",
                "submitted",
                null
              ]
            },
            "submittedAt": {
              "type": "object",
              "additionalProperties": {
                "type": "string"
              }
            },
            "late": {
              "description": "Something was handed in between closing and the end of grace.",
              "type": "boolean"
            },
            "acknowledgedAt": {
              "type": [
                "string",
                "null"
              ]
            },
            "reminders": {
              "description": "Reminders that reached them, the oldest first.",
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "stage": {
                    "$ref": "#/components/schemas/Stage"
                  },
                  "wave": {
                    "description": "Which round of reminders: a day of the calendar, or a name of its own.",
                    "type": "string"
                  },
                  "channel": {
                    "$ref": "#/components/schemas/ReminderChannel"
                  },
                  "at": {
                    "type": "string"
                  }
                },
                "required": [
                  "stage",
                  "wave",
                  "channel",
                  "at"
                ]
              }
            }
          },
          "required": [
            "school",
            "windowChanges",
            "consent",
            "step",
            "merged",
            "invitedAt",
            "baselineRating",
            "baselineTest",
            "finalRating",
            "finalTest",
            "submittedAt",
            "late",
            "acknowledgedAt",
            "reminders"
          ]
        }
      },
      "required": [
        "teacher",
        "school",
        "educationLevel",
        "assignments",
        "registeredAt",
        "erased",
        "identity"
      ]
    },
    "Identity": {
      "type": "object",
      "properties": {
        "givenName": {
          "type": "string"
        },
        "familyName": {
          "type": "string"
        },
        "email": {
          "type": "string"
        }
      },
      "required": [
        "givenName",
        "familyName"
      ]
    },
    "IdentityShown": {
      "type": "object",
      "properties": {
        "givenName": {
          "type": "string"
        },
        "familyName": {
          "type": "string"
        },
        "email": {
          "type": "string"
        }
      },
      "required": [
        "givenName",
        "familyName"
      ]
    },
    "IndicatorDefinition": {
      "type": "object",
      "properties": {
        "id": {
          "type": "string"
        },
        "version": {
          "type": "number"
        },
        "name": {
          "$ref": "#/components/schemas/Words"
        },
        "numerator": {
          "$ref": "#/components/schemas/Words"
        },
        "denominator": {
          "description": "`null` where it is no share.",
          "anyOf": [
            {
              "$ref": "#/components/schemas/Words"
            },
            {
              "type": "null"
            }
          ]
        },
        "interval": {
          "anyOf": [
            {
              "$ref": "#/components/schemas/Words"
            },
            {
              "type": "null"
            }
          ]
        },
        "source": {
          "type": [
            "string",
            "null"
          ]
        }
      },
      "required": [
        "id",
        "version",
        "name",
        "numerator",
        "denominator",
        "interval",
        "source"
      ]
    },
    "IndicatorsAnswer": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/IndicatorDefinition"
          }
        }
      },
      "required": [
        "items"
      ]
    },
    "InstrumentRef": {
      "type": "object",
      "properties": {
        "instrument": {
          "type": "string"
        },
        "version": {
          "type": "number"
        }
      },
      "required": [
        "instrument",
        "version"
      ]
    },
    "Invitation": {
      "type": "object",
      "properties": {
        "teacher": {
          "type": "string"
        },
        "code": {
          "description": "Shown this once; it works once.",
          "type": "string"
        }
      },
      "required": [
        "teacher",
        "code"
      ]
    },
    "InvitedAgain": {
      "type": "object",
      "properties": {
        "invited": {
          "description": "Invited now; codes are printed school by school, or issued with the next invitation.",
          "type": "number"
        },
        "already": {
          "description": "Invited to this cycle before.",
          "type": "number"
        },
        "left": {
          "description": "Chosen by the carry-over, but no longer eligible, forgotten, or merged.",
          "type": "number"
        },
        "notChosen": {
          "description": "Of the earlier cycle, not chosen.",
          "type": "number"
        }
      },
      "required": [
        "invited",
        "already",
        "left",
        "notChosen"
      ]
    },
    "Item": {
      "type": "object",
      "properties": {
        "id": {
          "type": "string"
        },
        "competency": {
          "description": "The dimension itself where an item asks about all of it, as one about `then` does.",
          "type": "string"
        },
        "dimension": {
          "type": "string"
        },
        "prompt": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "promptFor": {
          "description": "Other wording for some education levels (preschool).",
          "type": "object",
          "additionalProperties": {
            "type": "object",
            "additionalProperties": {
              "type": "string"
            }
          }
        },
        "options": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/ItemOption"
          }
        },
        "notApplicable": {
          "description": "Whether \"not applicable\" may be answered: it counts as missing.",
          "type": "boolean"
        }
      },
      "required": [
        "id",
        "competency",
        "dimension",
        "prompt",
        "options",
        "notApplicable"
      ]
    },
    "ItemOption": {
      "type": "object",
      "properties": {
        "value": {
          "description": "The answer that is stored: `0` to `5` for an anchor, `a` to `d` for a choice.",
          "anyOf": [
            {
              "type": "string"
            },
            {
              "type": "number"
            }
          ]
        },
        "text": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        }
      },
      "required": [
        "value",
        "text"
      ]
    },
    "ItemShown": {
      "type": "object",
      "properties": {
        "item": {
          "type": "string"
        },
        "competency": {
          "type": "string"
        },
        "dimension": {
          "type": "string"
        },
        "answered": {
          "type": "number"
        },
        "missing": {
          "type": "number"
        },
        "difficulty": {
          "description": "Share of right answers of a test’s item, mean anchor of a rating’s.",
          "anyOf": [
            {
              "type": "number"
            },
            {
              "$ref": "#/components/schemas/WithheldFigure"
            },
            {
              "$ref": "#/components/schemas/Reason"
            }
          ]
        },
        "withDimension": {
          "description": "Correlation with the total of the other items of the dimension, and of the whole instrument.",
          "anyOf": [
            {
              "type": "number"
            },
            {
              "$ref": "#/components/schemas/WithheldFigure"
            },
            {
              "$ref": "#/components/schemas/Reason"
            }
          ]
        },
        "withWhole": {
          "anyOf": [
            {
              "type": "number"
            },
            {
              "$ref": "#/components/schemas/WithheldFigure"
            },
            {
              "$ref": "#/components/schemas/Reason"
            }
          ]
        }
      },
      "required": [
        "item",
        "competency",
        "dimension",
        "answered",
        "missing",
        "difficulty",
        "withDimension",
        "withWhole"
      ]
    },
    "Letter": {
      "type": "object",
      "properties": {
        "teacher": {
          "type": "string"
        },
        "identity": {
          "anyOf": [
            {
              "$ref": "#/components/schemas/IdentityShown"
            },
            {
              "type": "null"
            }
          ]
        },
        "code": {
          "description": "Shown this once; it works once, and an older one no longer.",
          "type": "string"
        }
      },
      "required": [
        "teacher",
        "identity",
        "code"
      ]
    },
    "Letters": {
      "type": "object",
      "properties": {
        "school": {
          "type": "object",
          "properties": {
            "code": {
              "type": "string"
            },
            "name": {
              "type": "string"
            },
            "municipality": {
              "type": [
                "string",
                "null"
              ]
            }
          },
          "required": [
            "code",
            "name",
            "municipality"
          ]
        },
        "letters": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/Letter"
          }
        },
        "expiresAt": {
          "type": "string"
        }
      },
      "required": [
        "school",
        "letters",
        "expiresAt"
      ]
    },
    "Limits": {
      "type": "object",
      "properties": {
        "value": {
          "type": "number"
        },
        "low": {
          "type": [
            "number",
            "null"
          ]
        },
        "high": {
          "type": [
            "number",
            "null"
          ]
        }
      },
      "required": [
        "value",
        "low",
        "high"
      ]
    },
    "Listed": {
      "type": "object",
      "properties": {
        "status": {
          "type": "string",
          "enum": [
            "complete",
            "incomplete"
          ]
        },
        "version": {
          "type": "string"
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "framework": {
          "type": "string"
        },
        "shape": {
          "type": "string",
          "enum": [
            "flat",
            "levelled",
            "matrix"
          ]
        },
        "publisher": {
          "type": "string"
        },
        "year": {
          "type": "number"
        },
        "source": {
          "type": "string"
        },
        "licence": {
          "type": "object",
          "properties": {
            "id": {
              "type": "string"
            },
            "uri": {
              "type": "string"
            },
            "attribution": {
              "type": "object",
              "additionalProperties": {
                "type": "string"
              }
            }
          },
          "required": [
            "id",
            "uri",
            "attribution"
          ]
        },
        "adoptedAt": {
          "type": "string"
        },
        "dimensions": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "code": {
                "type": "string"
              },
              "name": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              }
            },
            "required": [
              "code",
              "name"
            ]
          }
        },
        "levels": {
          "description": "From the lowest to the highest; `null` for shapes without.",
          "type": [
            "array",
            "null"
          ],
          "items": {
            "type": "object",
            "properties": {
              "code": {
                "type": "string"
              },
              "name": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              }
            },
            "required": [
              "code",
              "name"
            ]
          }
        },
        "competencies": {
          "type": "number"
        }
      },
      "required": [
        "status",
        "version",
        "title",
        "framework",
        "shape",
        "publisher",
        "year",
        "source",
        "licence",
        "adoptedAt",
        "dimensions",
        "levels",
        "competencies"
      ]
    },
    "ListedCycle": {
      "type": "object",
      "properties": {
        "status": {
          "type": "string",
          "enum": [
            "planned",
            "open",
            "closed"
          ]
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "cycle": {
          "type": "string"
        },
        "stage": {
          "type": [
            "string",
            "null"
          ],
          "enum": [
            "self-assessment",
            "learning",
            "evaluation",
            null
          ]
        },
        "windowChanges": {
          "description": "Windows extended, reopened or moved, in the order in which that was decided.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "stage": {
                "$ref": "#/components/schemas/Stage"
              },
              "scope": {
                "anyOf": [
                  {
                    "type": "object",
                    "properties": {
                      "region": {
                        "type": "string"
                      }
                    },
                    "required": [
                      "region"
                    ]
                  },
                  {
                    "type": "object",
                    "properties": {
                      "school": {
                        "type": "string"
                      }
                    },
                    "required": [
                      "school"
                    ]
                  },
                  {
                    "type": "object",
                    "properties": {
                      "teacher": {
                        "type": "string"
                      }
                    },
                    "required": [
                      "teacher"
                    ]
                  }
                ]
              },
              "opens": {
                "description": "As it was for them where absent.",
                "type": "string"
              },
              "closes": {
                "type": "string"
              },
              "graceUntil": {
                "type": "string"
              },
              "reason": {
                "type": "string"
              },
              "changedAt": {
                "type": "string"
              }
            },
            "required": [
              "stage",
              "closes",
              "graceUntil",
              "reason",
              "changedAt"
            ]
          }
        },
        "wavesDue": {
          "description": "Rounds of reminders that have fallen due, the oldest first.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "wave": {
                "type": "string"
              },
              "stage": {
                "$ref": "#/components/schemas/Stage"
              }
            },
            "required": [
              "wave",
              "stage"
            ]
          }
        },
        "repeats": {
          "description": "The cycle that this one repeats.",
          "type": "object",
          "properties": {
            "from": {
              "type": "string"
            },
            "asOf": {
              "description": "The design as it stood then; its end, or its latest state, where absent.",
              "type": "string"
            },
            "shiftedYears": {
              "description": "Years by which every date was shifted.",
              "type": "number"
            },
            "carryOver": {
              "$ref": "#/components/schemas/CarryOver"
            }
          },
          "required": [
            "from",
            "shiftedYears",
            "carryOver"
          ]
        },
        "plannedAt": {
          "type": "string"
        },
        "openedAt": {
          "type": "string"
        },
        "closedAt": {
          "type": "string"
        },
        "stages": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/StageWindow"
          }
        },
        "target": {
          "description": "Teachers the cycle wants to reach.",
          "type": "number"
        }
      },
      "required": [
        "status",
        "title",
        "cycle",
        "stage",
        "windowChanges",
        "wavesDue",
        "plannedAt",
        "stages"
      ]
    },
    "LotteryComparison": {
      "type": "object",
      "properties": {
        "measure": {
          "$ref": "#/components/schemas/MeasureKind"
        },
        "scale": {
          "type": "string"
        },
        "draws": {
          "type": "number"
        },
        "drawn": {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "trained": {
              "$ref": "#/components/schemas/Ratio"
            },
            "measured": {
              "$ref": "#/components/schemas/Ratio"
            }
          },
          "required": [
            "n",
            "trained",
            "measured"
          ]
        },
        "notDrawn": {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "trained": {
              "$ref": "#/components/schemas/Ratio"
            },
            "measured": {
              "$ref": "#/components/schemas/Ratio"
            }
          },
          "required": [
            "n",
            "trained",
            "measured"
          ]
        },
        "responseDifference": {
          "description": "Of those measured at the end.",
          "anyOf": [
            {
              "$ref": "#/components/schemas/NotEstimable"
            },
            {
              "$ref": "#/components/schemas/Limits"
            }
          ]
        },
        "finalResult": {
          "anyOf": [
            {
              "$ref": "#/components/schemas/Withheld"
            },
            {
              "$ref": "#/components/schemas/NotEstimable"
            },
            {
              "type": "object",
              "properties": {
                "value": {
                  "type": "number"
                },
                "low": {
                  "type": [
                    "number",
                    "null"
                  ]
                },
                "high": {
                  "type": [
                    "number",
                    "null"
                  ]
                },
                "meanDrawn": {
                  "type": "number"
                },
                "meanNotDrawn": {
                  "type": "number"
                }
              },
              "required": [
                "value",
                "low",
                "high",
                "meanDrawn",
                "meanNotDrawn"
              ]
            }
          ]
        },
        "gain": {
          "anyOf": [
            {
              "$ref": "#/components/schemas/Withheld"
            },
            {
              "$ref": "#/components/schemas/NotEstimable"
            },
            {
              "type": "object",
              "properties": {
                "value": {
                  "type": "number"
                },
                "low": {
                  "type": [
                    "number",
                    "null"
                  ]
                },
                "high": {
                  "type": [
                    "number",
                    "null"
                  ]
                },
                "meanDrawn": {
                  "type": "number"
                },
                "meanNotDrawn": {
                  "type": "number"
                }
              },
              "required": [
                "value",
                "low",
                "high",
                "meanDrawn",
                "meanNotDrawn"
              ]
            }
          ]
        }
      },
      "required": [
        "measure",
        "scale",
        "draws",
        "drawn",
        "notDrawn",
        "responseDifference",
        "finalResult",
        "gain"
      ]
    },
    "Mark": {
      "type": "string",
      "enum": [
        "primary",
        "complementary"
      ]
    },
    "MatchedLost": {
      "type": "object",
      "properties": {
        "matched": {
          "anyOf": [
            {
              "type": "object",
              "properties": {
                "n": {
                  "type": "number"
                },
                "withheld": {
                  "$ref": "#/components/schemas/Mark"
                }
              },
              "required": [
                "n",
                "withheld"
              ]
            },
            {
              "type": "object",
              "properties": {
                "n": {
                  "type": "number"
                },
                "notEstimable": {
                  "description": "`no-baseline`: nobody has a first result; `no-pairs`: nobody has both; `no-population`: nobody counted it; `not-asked`: no instrument asks.",
                  "type": "string",
                  "enum": [
                    "no-observations",
                    "fewer-than-two-observations",
                    "fewer-than-three-observations",
                    "fewer-than-two-clusters",
                    "one-observation-per-cluster",
                    "fewer-than-two-items",
                    "no-spread",
                    "no-room-to-gain",
                    "all-excluded",
                    "tests-only",
                    "empty-group",
                    "no-cases",
                    "sums-not-exact",
                    "sums-inconsistent",
                    "no-baseline",
                    "no-pairs",
                    "no-population",
                    "no-draw",
                    "not-asked"
                  ]
                }
              },
              "required": [
                "n",
                "notEstimable"
              ]
            },
            {
              "type": "object",
              "properties": {
                "n": {
                  "type": "number"
                },
                "mean": {
                  "type": "number"
                },
                "sd": {
                  "type": "number"
                }
              },
              "required": [
                "n",
                "mean",
                "sd"
              ]
            }
          ]
        },
        "lost": {
          "anyOf": [
            {
              "type": "object",
              "properties": {
                "n": {
                  "type": "number"
                },
                "withheld": {
                  "$ref": "#/components/schemas/Mark"
                }
              },
              "required": [
                "n",
                "withheld"
              ]
            },
            {
              "type": "object",
              "properties": {
                "n": {
                  "type": "number"
                },
                "notEstimable": {
                  "description": "`no-baseline`: nobody has a first result; `no-pairs`: nobody has both; `no-population`: nobody counted it; `not-asked`: no instrument asks.",
                  "type": "string",
                  "enum": [
                    "no-observations",
                    "fewer-than-two-observations",
                    "fewer-than-three-observations",
                    "fewer-than-two-clusters",
                    "one-observation-per-cluster",
                    "fewer-than-two-items",
                    "no-spread",
                    "no-room-to-gain",
                    "all-excluded",
                    "tests-only",
                    "empty-group",
                    "no-cases",
                    "sums-not-exact",
                    "sums-inconsistent",
                    "no-baseline",
                    "no-pairs",
                    "no-population",
                    "no-draw",
                    "not-asked"
                  ]
                }
              },
              "required": [
                "n",
                "notEstimable"
              ]
            },
            {
              "type": "object",
              "properties": {
                "n": {
                  "type": "number"
                },
                "mean": {
                  "type": "number"
                },
                "sd": {
                  "type": "number"
                }
              },
              "required": [
                "n",
                "mean",
                "sd"
              ]
            }
          ]
        },
        "notYet": {
          "description": "Neither: with a first result, and the last stage not over for them.",
          "type": "number"
        },
        "difference": {
          "description": "Matched minus lost at baseline, in standard deviations.",
          "anyOf": [
            {
              "$ref": "#/components/schemas/Withheld"
            },
            {
              "$ref": "#/components/schemas/NotEstimable"
            },
            {
              "$ref": "#/components/schemas/Limits"
            }
          ]
        }
      },
      "required": [
        "matched",
        "lost",
        "notYet",
        "difference"
      ]
    },
    "MeasureBreakdown": {
      "type": "object",
      "properties": {
        "by": {
          "description": "Groups of each dimension, sorted by cell.",
          "type": "object",
          "properties": {
            "educationLevel": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/GroupResults"
              }
            },
            "region": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/GroupResults"
              }
            },
            "sector": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/GroupResults"
              }
            },
            "rurality": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/GroupResults"
              }
            },
            "gender": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/GroupResults"
              }
            }
          },
          "required": [
            "educationLevel",
            "region",
            "sector",
            "rurality",
            "gender"
          ]
        },
        "regionBySector": {
          "description": "Gains by region (rows) and sector (columns); its margins are `by.region` and `by.sector`. Only pairs that exist: a missing cell is empty.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "region": {
                "type": "string"
              },
              "sector": {
                "type": "string"
              },
              "gain": {
                "$ref": "#/components/schemas/GainFigure"
              }
            },
            "required": [
              "region",
              "sector",
              "gain"
            ]
          }
        },
        "measure": {
          "$ref": "#/components/schemas/MeasureKind"
        },
        "scale": {
          "type": "string"
        },
        "minimum": {
          "description": "Ends of the scale, in its own units.",
          "type": "number"
        },
        "maximum": {
          "type": "number"
        },
        "equated": {
          "description": "Only where the test has more than one scale.",
          "$ref": "#/components/schemas/Equated"
        },
        "before": {
          "$ref": "#/components/schemas/ScoreFigure"
        },
        "after": {
          "$ref": "#/components/schemas/ScoreFigure"
        },
        "gain": {
          "$ref": "#/components/schemas/GainFigure"
        }
      },
      "required": [
        "by",
        "regionBySector",
        "measure",
        "scale",
        "minimum",
        "maximum",
        "before",
        "after",
        "gain"
      ]
    },
    "MeasureEvaluation": {
      "type": "object",
      "properties": {
        "variants": {
          "description": "Beside the headline. Units: standard deviations, but for J and r.",
          "anyOf": [
            {
              "$ref": "#/components/schemas/Withheld"
            },
            {
              "$ref": "#/components/schemas/NotEstimable"
            },
            {
              "type": "object",
              "properties": {
                "gAv": {
                  "type": [
                    "number",
                    "null"
                  ]
                },
                "dAv": {
                  "type": [
                    "number",
                    "null"
                  ]
                },
                "dRms": {
                  "type": [
                    "number",
                    "null"
                  ]
                },
                "dRm": {
                  "type": [
                    "number",
                    "null"
                  ]
                },
                "dPre": {
                  "type": [
                    "number",
                    "null"
                  ]
                },
                "dZ": {
                  "type": [
                    "number",
                    "null"
                  ]
                },
                "gZ": {
                  "type": [
                    "number",
                    "null"
                  ]
                },
                "hedgesJ": {
                  "type": [
                    "number",
                    "null"
                  ]
                },
                "r": {
                  "type": [
                    "number",
                    "null"
                  ]
                }
              },
              "required": [
                "gAv",
                "dAv",
                "dRms",
                "dRm",
                "dPre",
                "dZ",
                "gZ",
                "hedgesJ",
                "r"
              ]
            }
          ]
        },
        "unclustered": {
          "description": "Each mean gain under its own interval; the headline is the clustered one.",
          "anyOf": [
            {
              "$ref": "#/components/schemas/Withheld"
            },
            {
              "$ref": "#/components/schemas/NotEstimable"
            },
            {
              "$ref": "#/components/schemas/Limits"
            }
          ]
        },
        "weighted": {
          "description": "Pairs weighted so that region and sector weigh as in the population.",
          "anyOf": [
            {
              "$ref": "#/components/schemas/Withheld"
            },
            {
              "$ref": "#/components/schemas/NotEstimable"
            },
            {
              "type": "object",
              "properties": {
                "value": {
                  "type": "number"
                },
                "low": {
                  "type": [
                    "number",
                    "null"
                  ]
                },
                "high": {
                  "type": [
                    "number",
                    "null"
                  ]
                },
                "effectiveN": {
                  "type": "number"
                }
              },
              "required": [
                "value",
                "low",
                "high",
                "effectiveN"
              ]
            }
          ]
        },
        "icc": {
          "description": "Of the gains, and of the first results.",
          "anyOf": [
            {
              "$ref": "#/components/schemas/Withheld"
            },
            {
              "$ref": "#/components/schemas/NotEstimable"
            },
            {
              "type": "object",
              "properties": {
                "gain": {
                  "type": [
                    "number",
                    "null"
                  ]
                },
                "baseline": {
                  "type": [
                    "number",
                    "null"
                  ]
                }
              },
              "required": [
                "gain",
                "baseline"
              ]
            }
          ]
        },
        "individualGain": {
          "description": "Tests only. Class gain is Hake's; the other two are means over individuals with those left out counted.",
          "anyOf": [
            {
              "$ref": "#/components/schemas/Withheld"
            },
            {
              "$ref": "#/components/schemas/NotEstimable"
            },
            {
              "type": "object",
              "properties": {
                "value": {
                  "type": "number"
                },
                "n": {
                  "type": "number"
                },
                "excluded": {
                  "type": "number"
                }
              },
              "required": [
                "value",
                "n",
                "excluded"
              ]
            }
          ]
        },
        "normalisedChange": {
          "anyOf": [
            {
              "$ref": "#/components/schemas/Withheld"
            },
            {
              "$ref": "#/components/schemas/NotEstimable"
            },
            {
              "type": "object",
              "properties": {
                "value": {
                  "type": "number"
                },
                "n": {
                  "type": "number"
                },
                "excluded": {
                  "type": "number"
                }
              },
              "required": [
                "value",
                "n",
                "excluded"
              ]
            }
          ]
        },
        "distribution": {
          "type": "object",
          "properties": {
            "before": {
              "anyOf": [
                {
                  "$ref": "#/components/schemas/Withheld"
                },
                {
                  "type": "array",
                  "items": {
                    "$ref": "#/components/schemas/Bin"
                  }
                }
              ]
            },
            "after": {
              "anyOf": [
                {
                  "$ref": "#/components/schemas/Withheld"
                },
                {
                  "type": "array",
                  "items": {
                    "$ref": "#/components/schemas/Bin"
                  }
                }
              ]
            }
          },
          "required": [
            "before",
            "after"
          ]
        },
        "matchedLost": {
          "$ref": "#/components/schemas/MatchedLost"
        },
        "bounds": {
          "description": "Mean gain of all with a first result but those who can still come, whatever became of the lost.",
          "anyOf": [
            {
              "$ref": "#/components/schemas/Withheld"
            },
            {
              "$ref": "#/components/schemas/NotEstimable"
            },
            {
              "type": "object",
              "properties": {
                "low": {
                  "type": "number"
                },
                "unchanged": {
                  "type": "number"
                },
                "high": {
                  "type": "number"
                },
                "nPairs": {
                  "type": "number"
                },
                "nLost": {
                  "type": "number"
                }
              },
              "required": [
                "low",
                "unchanged",
                "high",
                "nPairs",
                "nLost"
              ]
            }
          ]
        },
        "measure": {
          "$ref": "#/components/schemas/MeasureKind"
        },
        "scale": {
          "type": "string"
        },
        "minimum": {
          "description": "Ends of the scale, in its own units.",
          "type": "number"
        },
        "maximum": {
          "type": "number"
        },
        "equated": {
          "description": "Only where the test has more than one scale.",
          "$ref": "#/components/schemas/Equated"
        },
        "before": {
          "$ref": "#/components/schemas/ScoreFigure"
        },
        "after": {
          "$ref": "#/components/schemas/ScoreFigure"
        },
        "gain": {
          "$ref": "#/components/schemas/GainFigure"
        }
      },
      "required": [
        "variants",
        "unclustered",
        "weighted",
        "icc",
        "individualGain",
        "normalisedChange",
        "distribution",
        "matchedLost",
        "bounds",
        "measure",
        "scale",
        "minimum",
        "maximum",
        "before",
        "after",
        "gain"
      ]
    },
    "MeasureKind": {
      "type": "string",
      "enum": [
        "self-rating",
        "test"
      ]
    },
    "Modality": {
      "type": "string",
      "enum": [
        "distance",
        "hybrid",
        "in-class"
      ]
    },
    "MyCertificationAnswer": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "simulated": {
          "type": "boolean"
        },
        "status": {
          "description": "Of the cycle: once it is closed, what is missing will not come.",
          "type": "string",
          "enum": [
            "planned",
            "open",
            "closed"
          ]
        },
        "rule": {
          "description": "`null`: nobody is certified in this cycle.",
          "anyOf": [
            {
              "$ref": "#/components/schemas/Certification"
            },
            {
              "type": "null"
            }
          ]
        },
        "takesPart": {
          "description": "They were invited to this cycle.",
          "type": "boolean"
        },
        "certified": {
          "type": "boolean"
        },
        "withdrawn": {
          "description": "They took their consent to take part back.",
          "type": "boolean"
        },
        "hoursCompleted": {
          "description": "Of the courses completed, together.",
          "type": "number"
        },
        "finalTest": {
          "description": "The final test is handed in.",
          "type": "boolean"
        },
        "missing": {
          "description": "Until they are certified: hours of courses that still have to be completed, and whether the final test has to be handed in.",
          "type": "object",
          "properties": {
            "hours": {
              "type": "number"
            },
            "finalTest": {
              "type": "boolean"
            }
          },
          "required": [
            "hours",
            "finalTest"
          ]
        }
      },
      "required": [
        "cycle",
        "simulated",
        "status",
        "rule",
        "takesPart",
        "certified",
        "withdrawn",
        "hoursCompleted",
        "finalTest",
        "missing"
      ]
    },
    "MyParticipationView": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "status": {
          "type": "string",
          "enum": [
            "planned",
            "open",
            "closed"
          ]
        },
        "stage": {
          "type": [
            "string",
            "null"
          ],
          "enum": [
            "self-assessment",
            "learning",
            "evaluation",
            null
          ]
        },
        "windows": {
          "description": "Those that hold for this teacher, with what was changed for them, their school or region.",
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/ShownWindow"
          }
        },
        "consentText": {
          "description": "The text as it is asked now.",
          "type": "object",
          "properties": {
            "version": {
              "type": "string"
            },
            "text": {
              "type": "object",
              "additionalProperties": {
                "type": "string"
              }
            },
            "purposes": {
              "description": "What each purpose is, in words, where the text is not enough.",
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "purpose": {
                    "$ref": "#/components/schemas/Purpose"
                  },
                  "required": {
                    "type": "boolean"
                  },
                  "text": {
                    "type": "object",
                    "additionalProperties": {
                      "type": "string"
                    }
                  }
                },
                "required": [
                  "purpose",
                  "required",
                  "text"
                ]
              }
            }
          },
          "required": [
            "version",
            "text"
          ]
        },
        "invited": {
          "type": "boolean"
        },
        "joinedRegistrations": {
          "description": "How many other registrations of the same person were joined with this one; what was done under them is among what is shown.",
          "type": "number"
        },
        "participation": {
          "type": [
            "object",
            "null"
          ],
          "properties": {
            "school": {
              "description": "School of the main assignment, by hours, as it is now.",
              "type": [
                "string",
                "null"
              ]
            },
            "consent": {
              "type": [
                "object",
                "null"
              ],
              "properties": {
                "version": {
                  "type": "string"
                },
                "language": {
                  "type": "string"
                },
                "purposes": {
                  "description": "Those that hold.",
                  "type": "array",
                  "items": {
                    "$ref": "#/components/schemas/Purpose"
                  }
                },
                "givenAt": {
                  "type": "string"
                },
                "withdrawnAt": {
                  "type": "string"
                }
              },
              "required": [
                "version",
                "language",
                "purposes",
                "givenAt"
              ]
            },
            "step": {
              "description": "Furthest step of the first stage; `withdrawn` while no consent to take part holds that was given before.",
              "type": "string",
              "enum": [
                "started",
                "submitted",
                "invited",
                "consented",
                "profile-seen",
                "withdrawn"
              ]
            },
            "merged": {
              "description": "Another registration of the same person counts instead of this one.",
              "type": "boolean"
            },
            "invitedAt": {
              "type": [
                "string",
                "null"
              ]
            },
            "baselineRating": {
              "type": [
                "string",
                "null"
              ],
              "enum": [
                "started",
                "submitted",
                null
              ]
            },
            "baselineTest": {
              "type": [
                "string",
                "null"
              ],
              "enum": [
                "started",
                "submitted",
                null
              ]
            },
            "finalRating": {
              "type": [
                "string",
                "null"
              ],
              "enum": [
                "started",
                "submitted",
                null
              ]
            },
            "finalTest": {
              "type": [
                "string",
                "null"
              ],
              "enum": [
                "started",
                "submitted",
                null
              ]
            },
            "submittedAt": {
              "type": "object",
              "additionalProperties": {
                "type": "string"
              }
            },
            "late": {
              "description": "Something was handed in between closing and the end of grace.",
              "type": "boolean"
            },
            "acknowledgedAt": {
              "type": [
                "string",
                "null"
              ]
            },
            "reminders": {
              "description": "Reminders that reached them, the oldest first.",
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "stage": {
                    "$ref": "#/components/schemas/Stage"
                  },
                  "wave": {
                    "description": "Which round of reminders: a day of the calendar, or a name of its own.",
                    "type": "string"
                  },
                  "channel": {
                    "$ref": "#/components/schemas/ReminderChannel"
                  },
                  "at": {
                    "type": "string"
                  }
                },
                "required": [
                  "stage",
                  "wave",
                  "channel",
                  "at"
                ]
              }
            }
          },
          "required": [
            "school",
            "consent",
            "step",
            "merged",
            "invitedAt",
            "baselineRating",
            "baselineTest",
            "finalRating",
            "finalTest",
            "submittedAt",
            "late",
            "acknowledgedAt",
            "reminders"
          ]
        }
      },
      "required": [
        "cycle",
        "title",
        "status",
        "stage",
        "windows",
        "consentText",
        "invited",
        "joinedRegistrations",
        "participation"
      ]
    },
    "NeedAgainstOfferAnswer": {
      "type": "object",
      "properties": {
        "competencies": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/NeedRow"
          }
        },
        "withoutCourse": {
          "description": "Competencies that teachers rated and that no course on offer develops, in the framework's order.",
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "cycle": {
          "type": "string"
        },
        "simulated": {
          "description": "The data of an invented country: every page, print and export says so.",
          "type": "boolean"
        },
        "asOf": {
          "description": "`recordedAt` (RFC 3339, UTC) of the last event of the cycle in these numbers; `null` before the first.",
          "type": [
            "string",
            "null"
          ]
        },
        "k": {
          "description": "Fewest people behind a shown result.",
          "type": "number"
        },
        "definitions": {
          "description": "What the figures are, by id and version, as `GET /v1/:tenant/indicators` defines them: with `cycle` and `asOf` they can be cited.",
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "competencies",
        "withoutCourse",
        "cycle",
        "simulated",
        "asOf",
        "k",
        "definitions"
      ]
    },
    "NeedRegion": {
      "type": "object",
      "properties": {
        "region": {
          "type": "string"
        },
        "need": {
          "$ref": "#/components/schemas/GapFigure"
        },
        "offer": {
          "description": "In the region itself, and nationally.",
          "$ref": "#/components/schemas/OfferFigure"
        }
      },
      "required": [
        "region",
        "need",
        "offer"
      ]
    },
    "NeedRow": {
      "type": "object",
      "properties": {
        "competency": {
          "type": "string"
        },
        "need": {
          "description": "Of all teachers who rated themselves at baseline.",
          "$ref": "#/components/schemas/GapFigure"
        },
        "offer": {
          "description": "In the whole country.",
          "$ref": "#/components/schemas/OfferFigure"
        },
        "regions": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/NeedRegion"
          }
        }
      },
      "required": [
        "competency",
        "need",
        "offer",
        "regions"
      ]
    },
    "NotEstimable": {
      "type": "object",
      "properties": {
        "notEstimable": {
          "description": "`no-baseline`: nobody has a first result; `no-pairs`: nobody has both; `no-population`: nobody counted it; `not-asked`: no instrument asks.",
          "type": "string",
          "enum": [
            "no-observations",
            "fewer-than-two-observations",
            "fewer-than-three-observations",
            "fewer-than-two-clusters",
            "one-observation-per-cluster",
            "fewer-than-two-items",
            "no-spread",
            "no-room-to-gain",
            "all-excluded",
            "tests-only",
            "empty-group",
            "no-cases",
            "sums-not-exact",
            "sums-inconsistent",
            "no-baseline",
            "no-pairs",
            "no-population",
            "no-draw",
            "not-asked"
          ]
        }
      },
      "required": [
        "notEstimable"
      ]
    },
    "NotEstimableReason": {
      "type": "string",
      "enum": [
        "no-observations",
        "fewer-than-two-observations",
        "fewer-than-three-observations",
        "fewer-than-two-clusters",
        "one-observation-per-cluster",
        "fewer-than-two-items",
        "no-spread",
        "no-room-to-gain",
        "all-excluded",
        "tests-only",
        "empty-group",
        "no-cases",
        "sums-not-exact",
        "sums-inconsistent"
      ]
    },
    "Occasion": {
      "type": "string",
      "enum": [
        "baseline",
        "final",
        "retrospective"
      ]
    },
    "OfTarget": {
      "type": "object",
      "properties": {
        "n": {
          "type": "number"
        },
        "of": {
          "type": [
            "number",
            "null"
          ]
        },
        "share": {
          "type": [
            "number",
            "null"
          ]
        }
      },
      "required": [
        "n",
        "of",
        "share"
      ]
    },
    "OfferFigure": {
      "type": "object",
      "properties": {
        "courses": {
          "description": "Courses on offer that develop it.",
          "type": "number"
        },
        "offerings": {
          "type": "number"
        },
        "seats": {
          "description": "Seats of the offerings that have a limit.",
          "type": "number"
        },
        "unlimited": {
          "description": "Offerings without a limit of seats.",
          "type": "number"
        }
      },
      "required": [
        "courses",
        "offerings",
        "seats",
        "unlimited"
      ]
    },
    "OfferingRow": {
      "type": "object",
      "properties": {
        "region": {
          "description": "ISO 3166-2; national where absent.",
          "type": "string"
        },
        "modality": {
          "$ref": "#/components/schemas/Modality"
        },
        "cycle": {
          "type": "string"
        },
        "enrolment": {
          "description": "When seats can be asked for; up to the end of the course where absent.",
          "type": "object",
          "properties": {
            "opens": {
              "type": "string"
            },
            "closes": {
              "type": "string"
            }
          },
          "required": [
            "opens",
            "closes"
          ]
        },
        "offering": {
          "type": "string"
        },
        "course": {
          "type": "string"
        },
        "starts": {
          "type": "string"
        },
        "ends": {
          "type": "string"
        },
        "seats": {
          "description": "`null`: no limit.",
          "type": [
            "number",
            "null"
          ]
        },
        "allocation": {
          "$ref": "#/components/schemas/Allocation"
        },
        "criteria": {
          "description": "For seats given by priority: the rule, strongest criterion first.",
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/PriorityCriterion"
          }
        },
        "movesUntil": {
          "description": "Until when a freed seat goes to the next on the waiting list; half of the course where absent.",
          "type": "string"
        },
        "requested": {
          "description": "Asked for a seat that is not drawn or given by priority yet.",
          "type": "number"
        },
        "taken": {
          "description": "Hold a seat; where there is no limit: enrolled.",
          "type": "number"
        },
        "waiting": {
          "type": "number"
        },
        "drawn": {
          "type": "object",
          "properties": {
            "seed": {
              "type": "string"
            },
            "applicants": {
              "type": "number"
            },
            "at": {
              "type": "string"
            }
          },
          "required": [
            "seed",
            "applicants",
            "at"
          ]
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "hours": {
          "type": [
            "number",
            "null"
          ]
        },
        "seatsLeft": {
          "description": "`null`: no limit. Before seats are drawn or given by priority: all of them.",
          "type": [
            "number",
            "null"
          ]
        }
      },
      "required": [
        "modality",
        "cycle",
        "offering",
        "course",
        "starts",
        "ends",
        "seats",
        "allocation",
        "requested",
        "taken",
        "waiting",
        "title",
        "hours",
        "seatsLeft"
      ]
    },
    "Origin": {
      "type": "string",
      "enum": [
        "real",
        "simulated"
      ]
    },
    "OwnAttempt": {
      "type": "object",
      "properties": {
        "attempt": {
          "type": "string"
        },
        "teacher": {
          "type": "string"
        },
        "cycle": {
          "type": "string"
        },
        "occasion": {
          "$ref": "#/components/schemas/Occasion"
        },
        "instrument": {
          "type": "string"
        },
        "version": {
          "type": "number"
        },
        "measure": {
          "$ref": "#/components/schemas/MeasureKind"
        },
        "scale": {
          "type": "string"
        },
        "closes": {
          "description": "The window as it stood when the attempt began.",
          "type": "string"
        },
        "graceUntil": {
          "type": "string"
        },
        "entered": {
          "type": "string",
          "enum": [
            "paper"
          ]
        },
        "status": {
          "type": "string",
          "enum": [
            "started",
            "submitted"
          ]
        },
        "startedAt": {
          "description": "When it happened; for answers on paper, when they were given.",
          "type": "string"
        },
        "submittedAt": {
          "type": "string"
        },
        "recordedAt": {
          "description": "When it was stored: later than the above where it came on paper.",
          "type": "string"
        },
        "late": {
          "type": "boolean"
        },
        "answers": {
          "type": "object",
          "additionalProperties": {
            "$ref": "#/components/schemas/Answer"
          }
        },
        "result": {
          "description": "The newest; it counts.",
          "$ref": "#/components/schemas/ResultShown"
        },
        "profile": {
          "$ref": "#/components/schemas/ProfileShown"
        },
        "earlier": {
          "description": "Earlier results and what they showed, oldest first.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "result": {
                "$ref": "#/components/schemas/ResultShown"
              },
              "profile": {
                "$ref": "#/components/schemas/ProfileShown"
              }
            },
            "required": [
              "result"
            ]
          }
        },
        "otherRegistration": {
          "description": "It was made under another registration of the same person, which was joined with this one.",
          "type": "boolean",
          "enum": [
            true
          ]
        },
        "overruled": {
          "description": "Another attempt at the same counts instead: the one under the registration that is kept, unless only the other was handed in.",
          "type": "boolean",
          "enum": [
            true
          ]
        }
      },
      "required": [
        "attempt",
        "teacher",
        "cycle",
        "occasion",
        "instrument",
        "version",
        "measure",
        "scale",
        "closes",
        "graceUntil",
        "status",
        "startedAt",
        "recordedAt",
        "answers"
      ]
    },
    "OwnWindow": {
      "type": "object",
      "properties": {
        "scope": {
          "description": "Whom it is for; `regions` from the design.",
          "anyOf": [
            {
              "type": "object",
              "properties": {
                "region": {
                  "type": "string"
                }
              },
              "required": [
                "region"
              ]
            },
            {
              "type": "object",
              "properties": {
                "school": {
                  "type": "string"
                }
              },
              "required": [
                "school"
              ]
            },
            {
              "type": "object",
              "properties": {
                "teacher": {
                  "type": "string"
                }
              },
              "required": [
                "teacher"
              ]
            },
            {
              "type": "object",
              "properties": {
                "regions": {
                  "type": "array",
                  "items": {
                    "type": "string"
                  }
                }
              },
              "required": [
                "regions"
              ]
            },
            {
              "type": "null"
            }
          ]
        },
        "reason": {
          "type": "string"
        },
        "changedAt": {
          "type": "string"
        },
        "state": {
          "type": "string",
          "enum": [
            "open",
            "closed",
            "not-yet",
            "grace"
          ]
        },
        "stage": {
          "$ref": "#/components/schemas/Stage"
        },
        "opens": {
          "type": "string"
        },
        "closes": {
          "type": "string"
        },
        "graceUntil": {
          "description": "Until then an answer counts and is flagged late.",
          "type": "string"
        }
      },
      "required": [
        "scope",
        "state",
        "stage",
        "opens",
        "closes",
        "graceUntil"
      ]
    },
    "ParityFigure": {
      "anyOf": [
        {
          "type": "object",
          "properties": {
            "indicator": {
              "$ref": "#/components/schemas/ParityIndicator"
            },
            "disadvantaged": {
              "type": "string"
            },
            "advantaged": {
              "type": "string"
            },
            "numerator": {
              "$ref": "#/components/schemas/Ratio"
            },
            "denominator": {
              "$ref": "#/components/schemas/Ratio"
            },
            "withheld": {
              "$ref": "#/components/schemas/Mark"
            }
          },
          "required": [
            "indicator",
            "disadvantaged",
            "advantaged",
            "numerator",
            "denominator",
            "withheld"
          ]
        },
        {
          "type": "object",
          "properties": {
            "indicator": {
              "$ref": "#/components/schemas/ParityIndicator"
            },
            "disadvantaged": {
              "type": "string"
            },
            "advantaged": {
              "type": "string"
            },
            "numerator": {
              "$ref": "#/components/schemas/Ratio"
            },
            "denominator": {
              "$ref": "#/components/schemas/Ratio"
            },
            "notEstimable": {
              "description": "`no-baseline`: nobody has a first result; `no-pairs`: nobody has both; `no-population`: nobody counted it; `not-asked`: no instrument asks.",
              "type": "string",
              "enum": [
                "no-observations",
                "fewer-than-two-observations",
                "fewer-than-three-observations",
                "fewer-than-two-clusters",
                "one-observation-per-cluster",
                "fewer-than-two-items",
                "no-spread",
                "no-room-to-gain",
                "all-excluded",
                "tests-only",
                "empty-group",
                "no-cases",
                "sums-not-exact",
                "sums-inconsistent",
                "no-baseline",
                "no-pairs",
                "no-population",
                "no-draw",
                "not-asked"
              ]
            }
          },
          "required": [
            "indicator",
            "disadvantaged",
            "advantaged",
            "numerator",
            "denominator",
            "notEstimable"
          ]
        },
        {
          "type": "object",
          "properties": {
            "indicator": {
              "$ref": "#/components/schemas/ParityIndicator"
            },
            "disadvantaged": {
              "type": "string"
            },
            "advantaged": {
              "type": "string"
            },
            "numerator": {
              "$ref": "#/components/schemas/Ratio"
            },
            "denominator": {
              "$ref": "#/components/schemas/Ratio"
            },
            "value": {
              "type": "number"
            },
            "low": {
              "type": "number"
            },
            "high": {
              "type": "number"
            },
            "reading": {
              "type": "string",
              "enum": [
                "below-parity",
                "parity",
                "above-parity"
              ]
            }
          },
          "required": [
            "indicator",
            "disadvantaged",
            "advantaged",
            "numerator",
            "denominator",
            "value",
            "low",
            "high",
            "reading"
          ]
        }
      ]
    },
    "ParityIndicator": {
      "type": "string",
      "enum": [
        "participation",
        "completion",
        "final-participation"
      ]
    },
    "ParkedStream": {
      "type": "object",
      "properties": {
        "stream": {
          "type": "string"
        },
        "eventId": {
          "description": "The event that could not be folded.",
          "type": "string"
        },
        "type": {
          "type": "string"
        },
        "revision": {
          "type": "number"
        },
        "reason": {
          "description": "The error's name and message; folds see no personal data in clear, so it holds none.",
          "type": "string"
        },
        "held": {
          "description": "Events held back, this one included.",
          "type": "number"
        }
      },
      "required": [
        "stream",
        "eventId",
        "type",
        "revision",
        "reason",
        "held"
      ]
    },
    "ParticipantFlow": {
      "type": "object",
      "properties": {
        "eligible": {
          "description": "By the country's rule; `null` where nobody counted them.",
          "type": [
            "number",
            "null"
          ]
        },
        "invited": {
          "type": "number"
        },
        "consented": {
          "type": "number"
        },
        "notConsented": {
          "type": "number"
        },
        "withdrawn": {
          "type": "number"
        },
        "withoutStatistics": {
          "description": "Take part, but not in the statistics.",
          "type": "number"
        },
        "baseline": {
          "description": "In the statistics, with a first test result.",
          "type": "number"
        },
        "seat": {
          "description": "Of those with a first result: got a seat, asked and got none, asked for none.",
          "$ref": "#/components/schemas/FlowArm"
        },
        "waitlisted": {
          "$ref": "#/components/schemas/FlowArm"
        },
        "noRequest": {
          "$ref": "#/components/schemas/FlowArm"
        }
      },
      "required": [
        "eligible",
        "invited",
        "consented",
        "notConsented",
        "withdrawn",
        "withoutStatistics",
        "baseline",
        "seat",
        "waitlisted",
        "noRequest"
      ]
    },
    "PathAnswer": {
      "type": "object",
      "properties": {
        "attempt": {
          "type": "string"
        },
        "pathRules": {
          "type": "string"
        },
        "withoutCourse": {
          "description": "Competencies with a gap for which the catalogue has no course.",
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "completedBefore": {
          "description": "In a cycle that lets courses of earlier cycles count: the rule by which, and the courses that this teacher had completed.",
          "type": "object",
          "properties": {
            "rule": {
              "type": "string"
            },
            "courses": {
              "type": "array",
              "items": {
                "type": "string"
              }
            }
          },
          "required": [
            "rule",
            "courses"
          ]
        },
        "generatedAt": {
          "type": "string"
        },
        "acceptedAt": {
          "type": "string"
        },
        "regenerated": {
          "description": "When and why it was derived anew, the last time.",
          "type": "object",
          "properties": {
            "at": {
              "type": "string"
            },
            "reason": {
              "type": "string",
              "enum": [
                "course-completed",
                "new-self-rating"
              ]
            }
          },
          "required": [
            "at",
            "reason"
          ]
        },
        "status": {
          "type": "string",
          "enum": [
            "proposed",
            "accepted"
          ]
        },
        "otherRegistration": {
          "description": "It was derived under another registration of the same person, which was joined with this one.",
          "type": "boolean",
          "enum": [
            true
          ]
        },
        "steps": {
          "description": "Each with what the page needs to say why: the rule's name, the competency, its gap and the levels of the course.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "course": {
                "type": "string"
              },
              "offering": {
                "type": "string"
              },
              "competency": {
                "type": "string"
              },
              "from": {
                "type": "number"
              },
              "to": {
                "type": "number"
              },
              "reason": {
                "description": "Why this step: a rule's name, for the page to put into words with the step's values.",
                "type": "string",
                "enum": [
                  "largest-gap",
                  "next-gap",
                  "also-develops"
                ]
              },
              "gap": {
                "type": "number"
              },
              "title": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              },
              "hours": {
                "description": "Hours of work, 4 to 40.",
                "type": "number"
              },
              "offline": {
                "description": "Whether it can be followed without a connection.",
                "type": "boolean"
              },
              "modality": {
                "$ref": "#/components/schemas/Modality"
              },
              "enrolment": {
                "description": "When seats can be asked for; up to the end of the course where absent.",
                "type": "object",
                "properties": {
                  "opens": {
                    "type": "string"
                  },
                  "closes": {
                    "type": "string"
                  }
                },
                "required": [
                  "opens",
                  "closes"
                ]
              },
              "starts": {
                "type": "string"
              },
              "ends": {
                "type": "string"
              }
            },
            "required": [
              "course",
              "offering",
              "competency",
              "from",
              "to",
              "reason",
              "gap",
              "title",
              "hours",
              "offline",
              "modality",
              "starts",
              "ends"
            ]
          }
        },
        "alreadyCompleted": {
          "description": "Courses of earlier cycles that are not recommended again.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "title": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              },
              "course": {
                "type": "string"
              }
            },
            "required": [
              "title",
              "course"
            ]
          }
        }
      },
      "required": [
        "attempt",
        "pathRules",
        "withoutCourse",
        "generatedAt",
        "status",
        "steps",
        "alreadyCompleted"
      ]
    },
    "PathStep": {
      "type": "object",
      "properties": {
        "course": {
          "type": "string"
        },
        "offering": {
          "type": "string"
        },
        "competency": {
          "type": "string"
        },
        "from": {
          "type": "number"
        },
        "to": {
          "type": "number"
        },
        "reason": {
          "description": "Why this step: a rule's name, for the page to put into words with the step's values.",
          "type": "string",
          "enum": [
            "largest-gap",
            "next-gap",
            "also-develops"
          ]
        },
        "gap": {
          "type": "number"
        }
      },
      "required": [
        "course",
        "offering",
        "competency",
        "from",
        "to",
        "reason",
        "gap"
      ]
    },
    "PendingCause": {
      "type": "object",
      "properties": {
        "cause": {
          "$ref": "#/components/schemas/Cause"
        },
        "attempts": {
          "description": "Tries so far; 0 while it waits behind an earlier cause of its stream.",
          "type": "number"
        },
        "code": {
          "description": "Name of the last refusal or error; `behind-another` while it waits.",
          "type": "string"
        },
        "message": {
          "description": "What the last try met: names and codes, nothing about persons.",
          "type": "string"
        },
        "since": {
          "description": "The machine's time of the first try.",
          "type": "string"
        }
      },
      "required": [
        "cause",
        "attempts",
        "code",
        "message",
        "since"
      ]
    },
    "PeopleCell": {
      "type": "object",
      "properties": {
        "region": {
          "type": "string"
        },
        "sector": {
          "type": "string"
        },
        "educationLevel": {
          "type": "string"
        },
        "gender": {
          "type": "string"
        },
        "rurality": {
          "type": "string"
        },
        "teachers": {
          "type": "number"
        }
      },
      "required": [
        "teachers"
      ]
    },
    "PeopleGroup": {
      "type": "object",
      "properties": {
        "cell": {
          "type": "string"
        },
        "invited": {
          "type": "number"
        },
        "submitted": {
          "type": "number"
        },
        "reached": {
          "type": "number"
        },
        "enrolled": {
          "type": "number"
        },
        "trained": {
          "type": "number"
        },
        "finalTest": {
          "type": "number"
        },
        "participation": {
          "description": "Submitted of the invited, completed at least one course of those enrolled, came to the final test of those who submitted.",
          "$ref": "#/components/schemas/Ratio"
        },
        "completion": {
          "$ref": "#/components/schemas/Ratio"
        },
        "finalParticipation": {
          "$ref": "#/components/schemas/Ratio"
        }
      },
      "required": [
        "cell",
        "invited",
        "submitted",
        "reached",
        "enrolled",
        "trained",
        "finalTest",
        "participation",
        "completion",
        "finalParticipation"
      ]
    },
    "PersonalRecord": {
      "type": "object",
      "properties": {
        "country": {
          "type": "string"
        },
        "simulated": {
          "type": "boolean"
        },
        "at": {
          "description": "When it was put together.",
          "type": "string"
        },
        "teacher": {
          "type": "string"
        },
        "joined": {
          "description": "Other registrations of the same person that were joined with this one: what is stored under them is theirs too.",
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "consents": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/ConsentEntry"
          }
        },
        "documents": {
          "description": "By collection of the read models, every document that is about this person; what was sealed is opened. One under another registration has `otherRegistration`.",
          "type": "object",
          "additionalProperties": {
            "type": "array",
            "items": {}
          }
        },
        "requests": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/DataRequest"
          }
        },
        "readBy": {
          "description": "Who has read who this person is.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "at": {
                "type": "string"
              },
              "role": {
                "type": "string"
              },
              "what": {
                "type": "string"
              },
              "reason": {
                "type": "string"
              },
              "otherRegistration": {
                "type": "string"
              }
            },
            "required": [
              "at",
              "role",
              "what"
            ]
          }
        }
      },
      "required": [
        "country",
        "simulated",
        "at",
        "teacher",
        "joined",
        "consents",
        "documents",
        "requests",
        "readBy"
      ]
    },
    "PersonsAnswer": {
      "type": "object",
      "properties": {
        "cycles": {
          "description": "Up to this cycle, oldest first.",
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/CyclePersons"
          }
        },
        "distinct": {
          "description": "Each person once, over all of them.",
          "type": "object",
          "properties": {
            "invited": {
              "type": "number"
            },
            "reached": {
              "type": "number"
            },
            "trained": {
              "type": "number"
            }
          },
          "required": [
            "invited",
            "reached",
            "trained"
          ]
        },
        "back": {
          "description": "Of those who came to the final test of the cycle before: back in this one. `null` in the first.",
          "anyOf": [
            {
              "$ref": "#/components/schemas/Ratio"
            },
            {
              "type": "null"
            }
          ]
        },
        "retention": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/Retention"
          }
        },
        "cycle": {
          "type": "string"
        },
        "simulated": {
          "description": "The data of an invented country: every page, print and export says so.",
          "type": "boolean"
        },
        "asOf": {
          "description": "`recordedAt` (RFC 3339, UTC) of the last event of the cycle in these numbers; `null` before the first.",
          "type": [
            "string",
            "null"
          ]
        },
        "k": {
          "description": "Fewest people behind a shown result.",
          "type": "number"
        },
        "definitions": {
          "description": "What the figures are, by id and version, as `GET /v1/:tenant/indicators` defines them: with `cycle` and `asOf` they can be cited.",
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "cycles",
        "distinct",
        "back",
        "retention",
        "cycle",
        "simulated",
        "asOf",
        "k",
        "definitions"
      ]
    },
    "PolicyState": {
      "type": "string",
      "enum": [
        "paused",
        "running",
        "stopped",
        "yielding"
      ]
    },
    "PopulationView": {
      "type": [
        "object",
        "null"
      ],
      "properties": {
        "status": {
          "type": "string",
          "enum": [
            "official",
            "illustrative"
          ]
        },
        "note": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "asOf": {
          "description": "A day of the country's calendar.",
          "type": "string"
        },
        "teachers": {
          "description": "Eligible teachers in all.",
          "type": "number"
        },
        "digest": {
          "description": "SHA-256 over the canonical JSON of all rows, hexadecimal.",
          "type": "string"
        },
        "rows": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/PeopleCell"
          }
        }
      },
      "required": [
        "status",
        "note",
        "asOf",
        "teachers",
        "digest",
        "rows"
      ]
    },
    "Presence": {
      "type": "string",
      "enum": [
        "present",
        "absent",
        "excused"
      ]
    },
    "PriorityCriterion": {
      "type": "string",
      "enum": [
        "largest-gap",
        "rural-school",
        "never-trained"
      ]
    },
    "Problem": {
      "type": "object",
      "properties": {
        "code": {
          "$ref": "#/components/schemas/ProblemCode"
        },
        "message": {
          "type": "string"
        },
        "stream": {
          "type": "string"
        },
        "event": {
          "type": "object",
          "properties": {
            "id": {
              "type": "string"
            },
            "type": {
              "type": "string"
            },
            "revision": {
              "type": "number"
            }
          },
          "required": [
            "id",
            "type",
            "revision"
          ]
        }
      },
      "required": [
        "code",
        "message"
      ]
    },
    "ProblemCode": {
      "type": "string",
      "enum": [
        "too-many-parked",
        "parked-in-rebuild",
        "unknown-event-type",
        "read-store",
        "event-store",
        "unavailable",
        "fenced",
        "worker-died",
        "internal"
      ]
    },
    "ProfileShown": {
      "type": "object",
      "properties": {
        "educationLevel": {
          "type": "string"
        },
        "targetProfile": {
          "type": "string"
        },
        "gapRules": {
          "type": "string"
        },
        "gaps": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/Gap"
          }
        }
      },
      "required": [
        "educationLevel",
        "targetProfile",
        "gapRules",
        "gaps"
      ]
    },
    "ProjectionState": {
      "type": "string",
      "enum": [
        "new",
        "rebuilding",
        "live",
        "paused",
        "faulted",
        "retired"
      ]
    },
    "Purpose": {
      "type": "string",
      "enum": [
        "take-part",
        "programme-statistics",
        "research"
      ]
    },
    "Ratio": {
      "type": "object",
      "properties": {
        "n": {
          "type": "number"
        },
        "of": {
          "type": "number"
        },
        "share": {
          "type": [
            "number",
            "null"
          ]
        },
        "low": {
          "description": "Wilson's limits of 95 %; `null` where `of` is 0.",
          "type": [
            "number",
            "null"
          ]
        },
        "high": {
          "type": [
            "number",
            "null"
          ]
        }
      },
      "required": [
        "n",
        "of",
        "share",
        "low",
        "high"
      ]
    },
    "Reason": {
      "type": "object",
      "properties": {
        "notEstimable": {
          "$ref": "#/components/schemas/NotEstimableReason"
        }
      },
      "required": [
        "notEstimable"
      ]
    },
    "RecordCode": {
      "type": "object",
      "properties": {
        "identity": {
          "$ref": "#/components/schemas/IdentityShown"
        },
        "expiresAt": {
          "type": "string"
        },
        "teacher": {
          "type": "string"
        },
        "code": {
          "description": "Shown this once; it works once, and an older one no longer.",
          "type": "string"
        }
      },
      "required": [
        "identity",
        "expiresAt",
        "teacher",
        "code"
      ]
    },
    "RegionalWindow": {
      "type": "object",
      "properties": {
        "regions": {
          "description": "ISO 3166-2.",
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "stage": {
          "$ref": "#/components/schemas/Stage"
        },
        "opens": {
          "type": "string"
        },
        "closes": {
          "type": "string"
        },
        "graceUntil": {
          "description": "Until then an answer counts and is flagged late.",
          "type": "string"
        }
      },
      "required": [
        "regions",
        "stage",
        "opens",
        "closes",
        "graceUntil"
      ]
    },
    "ReleaseContent": {
      "type": "object",
      "properties": {
        "simulated": {
          "type": "boolean"
        },
        "asOf": {
          "type": [
            "string",
            "null"
          ]
        },
        "k": {
          "type": "number"
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "definitions": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "all": {
          "$ref": "#/components/schemas/ReleasedGroup"
        },
        "by": {
          "description": "`null`: held back until the next release.",
          "type": "object",
          "properties": {
            "educationLevel": {
              "type": [
                "array",
                "null"
              ],
              "items": {
                "$ref": "#/components/schemas/ReleasedGroup"
              }
            },
            "region": {
              "type": [
                "array",
                "null"
              ],
              "items": {
                "$ref": "#/components/schemas/ReleasedGroup"
              }
            },
            "sector": {
              "type": [
                "array",
                "null"
              ],
              "items": {
                "$ref": "#/components/schemas/ReleasedGroup"
              }
            },
            "rurality": {
              "type": [
                "array",
                "null"
              ],
              "items": {
                "$ref": "#/components/schemas/ReleasedGroup"
              }
            },
            "gender": {
              "type": [
                "array",
                "null"
              ],
              "items": {
                "$ref": "#/components/schemas/ReleasedGroup"
              }
            }
          },
          "required": [
            "educationLevel",
            "region",
            "sector",
            "rurality",
            "gender"
          ]
        },
        "measures": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/ReleasedMeasure"
          }
        }
      },
      "required": [
        "simulated",
        "asOf",
        "k",
        "title",
        "definitions",
        "all",
        "by",
        "measures"
      ]
    },
    "ReleaseDocument": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "release": {
          "type": "string"
        },
        "content": {
          "$ref": "#/components/schemas/ReleaseContent"
        },
        "heldBack": {
          "description": "Dimensions that wait for the next release.",
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "publishedAt": {
          "type": "string"
        }
      },
      "required": [
        "cycle",
        "release",
        "content",
        "heldBack",
        "publishedAt"
      ]
    },
    "ReleaseFigures": {
      "type": "object",
      "properties": {
        "shown": {
          "type": "number"
        },
        "primary": {
          "description": "Below the threshold by themselves.",
          "type": "number"
        },
        "complementary": {
          "description": "Others would follow from them.",
          "type": "number"
        },
        "heldBack": {
          "description": "Would tell about a few people beside an earlier release.",
          "type": "number"
        }
      },
      "required": [
        "shown",
        "primary",
        "complementary",
        "heldBack"
      ]
    },
    "ReleasePreview": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "simulated": {
          "type": "boolean"
        },
        "content": {
          "description": "As it would go out; dimensions that would be held back are `null`.",
          "$ref": "#/components/schemas/ReleaseContent"
        },
        "figures": {
          "$ref": "#/components/schemas/ReleaseFigures"
        },
        "heldBack": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "publishable": {
          "description": "`without`: only without the dimensions held back (`holdBack`).",
          "type": "string",
          "enum": [
            "yes",
            "without",
            "no"
          ]
        },
        "reason": {
          "description": "Why not as it stands; `null` where it can go out whole.",
          "type": [
            "string",
            "null"
          ],
          "enum": [
            "release-too-small",
            "release-reveals-difference",
            null
          ]
        }
      },
      "required": [
        "cycle",
        "simulated",
        "content",
        "figures",
        "heldBack",
        "publishable",
        "reason"
      ]
    },
    "ReleaseSummary": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "release": {
          "type": "string"
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "publishedAt": {
          "type": "string"
        },
        "asOf": {
          "type": [
            "string",
            "null"
          ]
        },
        "simulated": {
          "type": "boolean"
        }
      },
      "required": [
        "cycle",
        "release",
        "title",
        "publishedAt",
        "asOf",
        "simulated"
      ]
    },
    "ReleasedGain": {
      "anyOf": [
        {
          "$ref": "#/components/schemas/Suppressed"
        },
        {
          "type": "object",
          "properties": {
            "mean": {
              "type": "number"
            },
            "low": {
              "type": [
                "number",
                "null"
              ]
            },
            "high": {
              "type": [
                "number",
                "null"
              ]
            },
            "pairs": {
              "type": "number"
            },
            "schools": {
              "type": "number"
            }
          },
          "required": [
            "mean",
            "low",
            "high",
            "pairs",
            "schools"
          ]
        },
        {
          "type": "object",
          "properties": {
            "notEstimable": {
              "type": "string"
            }
          },
          "required": [
            "notEstimable"
          ]
        }
      ]
    },
    "ReleasedGroup": {
      "type": "object",
      "properties": {
        "cell": {
          "type": "string"
        },
        "people": {
          "description": "Everybody who was invited or takes part.",
          "anyOf": [
            {
              "type": "object",
              "properties": {
                "n": {
                  "type": "number"
                }
              },
              "required": [
                "n"
              ]
            },
            {
              "$ref": "#/components/schemas/Suppressed"
            }
          ]
        },
        "reached": {
          "description": "Saw their profile, of these people; in whole percent.",
          "$ref": "#/components/schemas/ReleasedShare"
        },
        "trained": {
          "description": "Completed at least one course, of these people; in whole percent.",
          "$ref": "#/components/schemas/ReleasedShare"
        }
      },
      "required": [
        "cell",
        "people",
        "reached",
        "trained"
      ]
    },
    "ReleasedMeasure": {
      "type": "object",
      "properties": {
        "measure": {
          "type": "string"
        },
        "scale": {
          "type": "string"
        },
        "all": {
          "$ref": "#/components/schemas/ReleasedGain"
        },
        "by": {
          "description": "`null`: held back until the next release.",
          "type": "object",
          "properties": {
            "educationLevel": {
              "type": [
                "array",
                "null"
              ],
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "gain": {
                    "$ref": "#/components/schemas/ReleasedGain"
                  }
                },
                "required": [
                  "cell",
                  "gain"
                ]
              }
            },
            "region": {
              "type": [
                "array",
                "null"
              ],
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "gain": {
                    "$ref": "#/components/schemas/ReleasedGain"
                  }
                },
                "required": [
                  "cell",
                  "gain"
                ]
              }
            },
            "sector": {
              "type": [
                "array",
                "null"
              ],
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "gain": {
                    "$ref": "#/components/schemas/ReleasedGain"
                  }
                },
                "required": [
                  "cell",
                  "gain"
                ]
              }
            },
            "rurality": {
              "type": [
                "array",
                "null"
              ],
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "gain": {
                    "$ref": "#/components/schemas/ReleasedGain"
                  }
                },
                "required": [
                  "cell",
                  "gain"
                ]
              }
            },
            "gender": {
              "type": [
                "array",
                "null"
              ],
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "gain": {
                    "$ref": "#/components/schemas/ReleasedGain"
                  }
                },
                "required": [
                  "cell",
                  "gain"
                ]
              }
            }
          },
          "required": [
            "educationLevel",
            "region",
            "sector",
            "rurality",
            "gender"
          ]
        }
      },
      "required": [
        "measure",
        "scale",
        "all",
        "by"
      ]
    },
    "ReleasedShare": {
      "anyOf": [
        {
          "type": "object",
          "properties": {
            "share": {
              "type": "number"
            },
            "coded": {
              "type": "null"
            }
          },
          "required": [
            "share",
            "coded"
          ]
        },
        {
          "type": "object",
          "properties": {
            "coded": {
              "type": "string",
              "enum": [
                "at-most",
                "at-least"
              ]
            },
            "bound": {
              "type": "number"
            }
          },
          "required": [
            "coded",
            "bound"
          ]
        },
        {
          "type": "object",
          "properties": {
            "suppressed": {
              "$ref": "#/components/schemas/Mark"
            }
          },
          "required": [
            "suppressed"
          ]
        }
      ]
    },
    "ReliabilityAnswer": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "simulated": {
          "type": "boolean"
        },
        "k": {
          "type": "number"
        },
        "instrument": {
          "type": "string"
        },
        "version": {
          "type": "number"
        },
        "measure": {
          "$ref": "#/components/schemas/MeasureKind"
        },
        "scale": {
          "type": "string"
        },
        "scoring": {
          "type": "string"
        },
        "occasion": {
          "$ref": "#/components/schemas/Occasion"
        },
        "persons": {
          "description": "With a result, in the programme's statistics.",
          "type": "number"
        },
        "whole": {
          "$ref": "#/components/schemas/AlphaShown"
        },
        "dimensions": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "items": {
                "type": "number"
              },
              "n": {
                "description": "Persons who answered every item, and those left out because an answer is missing.",
                "type": "number"
              },
              "excluded": {
                "type": "number"
              },
              "alpha": {
                "anyOf": [
                  {
                    "type": "number"
                  },
                  {
                    "$ref": "#/components/schemas/WithheldFigure"
                  },
                  {
                    "$ref": "#/components/schemas/Reason"
                  }
                ]
              },
              "dimension": {
                "type": "string"
              }
            },
            "required": [
              "items",
              "n",
              "excluded",
              "alpha",
              "dimension"
            ]
          }
        },
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/ItemShown"
          }
        }
      },
      "required": [
        "cycle",
        "simulated",
        "k",
        "instrument",
        "version",
        "measure",
        "scale",
        "scoring",
        "occasion",
        "persons",
        "whole",
        "dimensions",
        "items"
      ]
    },
    "ReminderChannel": {
      "type": "string",
      "enum": [
        "paper",
        "message",
        "email",
        "telephone",
        "meeting"
      ]
    },
    "RescoringDocument": {
      "type": "object",
      "properties": {
        "rescoring": {
          "type": "string"
        },
        "cycle": {
          "type": "string"
        },
        "instrument": {
          "type": "string"
        },
        "version": {
          "type": "number"
        },
        "reason": {
          "type": "string"
        },
        "status": {
          "type": "string",
          "enum": [
            "running",
            "finished"
          ]
        },
        "begunAt": {
          "type": "string"
        },
        "finishedAt": {
          "type": "string"
        },
        "rescored": {
          "type": "number"
        },
        "unchanged": {
          "type": "number"
        },
        "left": {
          "description": "Withdrawn or forgotten: nothing of theirs is used any more.",
          "type": "number"
        }
      },
      "required": [
        "rescoring",
        "cycle",
        "instrument",
        "version",
        "reason",
        "status",
        "begunAt",
        "rescored",
        "unchanged",
        "left"
      ]
    },
    "ResultShown": {
      "type": "object",
      "properties": {
        "scale": {
          "description": "The instrument's own, or the common one where the form was equated.",
          "type": "string"
        },
        "scoring": {
          "description": "Rule and version: `percent-correct@1`.",
          "type": "string"
        },
        "whole": {
          "$ref": "#/components/schemas/Score"
        },
        "byDimension": {
          "type": "object",
          "additionalProperties": {
            "$ref": "#/components/schemas/Score"
          }
        },
        "byCompetency": {
          "type": "object",
          "additionalProperties": {
            "$ref": "#/components/schemas/Score"
          }
        },
        "equating": {
          "description": "The decision that put the whole score on the common scale, and what it was on the form's own. Dimensions stay on the form's own.",
          "type": "object",
          "properties": {
            "decision": {
              "type": "string"
            },
            "rawScale": {
              "type": "string"
            },
            "raw": {
              "$ref": "#/components/schemas/Score"
            }
          },
          "required": [
            "decision",
            "rawScale",
            "raw"
          ]
        },
        "scoredAt": {
          "type": "string"
        },
        "reason": {
          "description": "Why it was scored again; absent for the first.",
          "type": "string"
        }
      },
      "required": [
        "scale",
        "scoring",
        "whole",
        "byDimension",
        "byCompetency",
        "scoredAt"
      ]
    },
    "Retention": {
      "anyOf": [
        {
          "type": "object",
          "properties": {
            "from": {
              "type": "string"
            },
            "to": {
              "type": "string"
            },
            "measure": {
              "$ref": "#/components/schemas/MeasureKind"
            },
            "scale": {
              "type": "string"
            },
            "nEnd": {
              "description": "With a last result in the first, with a first one in the second, with both.",
              "type": "number"
            },
            "nStart": {
              "type": "number"
            },
            "nPairs": {
              "type": "number"
            },
            "withheld": {
              "$ref": "#/components/schemas/Mark"
            }
          },
          "required": [
            "from",
            "to",
            "measure",
            "scale",
            "nEnd",
            "nStart",
            "nPairs",
            "withheld"
          ]
        },
        {
          "type": "object",
          "properties": {
            "from": {
              "type": "string"
            },
            "to": {
              "type": "string"
            },
            "measure": {
              "$ref": "#/components/schemas/MeasureKind"
            },
            "scale": {
              "type": "string"
            },
            "nEnd": {
              "description": "With a last result in the first, with a first one in the second, with both.",
              "type": "number"
            },
            "nStart": {
              "type": "number"
            },
            "nPairs": {
              "type": "number"
            },
            "notEstimable": {
              "description": "`no-baseline`: nobody has a first result; `no-pairs`: nobody has both; `no-population`: nobody counted it; `not-asked`: no instrument asks.",
              "type": "string",
              "enum": [
                "no-observations",
                "fewer-than-two-observations",
                "fewer-than-three-observations",
                "fewer-than-two-clusters",
                "one-observation-per-cluster",
                "fewer-than-two-items",
                "no-spread",
                "no-room-to-gain",
                "all-excluded",
                "tests-only",
                "empty-group",
                "no-cases",
                "sums-not-exact",
                "sums-inconsistent",
                "no-baseline",
                "no-pairs",
                "no-population",
                "no-draw",
                "not-asked"
              ]
            }
          },
          "required": [
            "from",
            "to",
            "measure",
            "scale",
            "nEnd",
            "nStart",
            "nPairs",
            "notEstimable"
          ]
        },
        {
          "type": "object",
          "properties": {
            "from": {
              "type": "string"
            },
            "to": {
              "type": "string"
            },
            "measure": {
              "$ref": "#/components/schemas/MeasureKind"
            },
            "scale": {
              "type": "string"
            },
            "nEnd": {
              "description": "With a last result in the first, with a first one in the second, with both.",
              "type": "number"
            },
            "nStart": {
              "type": "number"
            },
            "nPairs": {
              "type": "number"
            },
            "value": {
              "type": "number"
            },
            "low": {
              "type": [
                "number",
                "null"
              ]
            },
            "high": {
              "type": [
                "number",
                "null"
              ]
            },
            "meanEnd": {
              "type": "number"
            },
            "meanStart": {
              "type": "number"
            },
            "schools": {
              "type": "number"
            }
          },
          "required": [
            "from",
            "to",
            "measure",
            "scale",
            "nEnd",
            "nStart",
            "nPairs",
            "value",
            "low",
            "high",
            "meanEnd",
            "meanStart",
            "schools"
          ]
        }
      ]
    },
    "SchoolBehind": {
      "type": "object",
      "properties": {
        "school": {
          "type": "string"
        },
        "name": {
          "type": [
            "string",
            "null"
          ]
        },
        "region": {
          "type": [
            "string",
            "null"
          ]
        },
        "invited": {
          "type": "number"
        },
        "done": {
          "description": "Who has done what the running stage asks.",
          "type": "number"
        },
        "missing": {
          "type": "number"
        },
        "closes": {
          "description": "When the window closes there.",
          "type": "string"
        },
        "late": {
          "description": "The window has closed there, grace or not.",
          "type": "boolean"
        }
      },
      "required": [
        "school",
        "name",
        "region",
        "invited",
        "done",
        "missing",
        "closes",
        "late"
      ]
    },
    "SchoolImportDocument": {
      "type": "object",
      "properties": {
        "import": {
          "type": "string"
        },
        "mapping": {
          "type": "string"
        },
        "fileDigest": {
          "description": "SHA-256 of the file, hexadecimal.",
          "type": "string"
        },
        "rows": {
          "type": "number"
        },
        "created": {
          "type": "number"
        },
        "updated": {
          "type": "number"
        },
        "unchanged": {
          "type": "number"
        },
        "errors": {
          "type": "number"
        },
        "findings": {
          "type": "number"
        },
        "missing": {
          "description": "Fact (`sector`, `latitude`) → number of schools without it.",
          "type": "object",
          "additionalProperties": {
            "type": "number"
          }
        },
        "findingsByCode": {
          "description": "Finding code → how often.",
          "type": "object",
          "additionalProperties": {
            "type": "number"
          }
        },
        "status": {
          "type": "string",
          "enum": [
            "finished",
            "interrupted"
          ]
        },
        "recordedFindings": {
          "type": "number"
        },
        "at": {
          "type": "string"
        }
      },
      "required": [
        "import",
        "status",
        "recordedFindings",
        "at"
      ]
    },
    "SchoolMappingDocument": {
      "type": "object",
      "properties": {
        "name": {
          "type": "string"
        },
        "mapping": {},
        "definedAt": {
          "type": "string"
        }
      },
      "required": [
        "name",
        "mapping",
        "definedAt"
      ]
    },
    "SchoolParticipationAnswer": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/SchoolParticipationItem"
          }
        },
        "next": {
          "type": "string"
        },
        "cycle": {
          "type": "string"
        },
        "simulated": {
          "description": "The data of an invented country: every page, print and export says so.",
          "type": "boolean"
        },
        "asOf": {
          "description": "`recordedAt` (RFC 3339, UTC) of the last event of the cycle in these numbers; `null` before the first.",
          "type": [
            "string",
            "null"
          ]
        },
        "k": {
          "description": "Fewest people behind a shown result.",
          "type": "number"
        },
        "definitions": {
          "description": "What the figures are, by id and version, as `GET /v1/:tenant/indicators` defines them: with `cycle` and `asOf` they can be cited.",
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "items",
        "cycle",
        "simulated",
        "asOf",
        "k",
        "definitions"
      ]
    },
    "SchoolParticipationItem": {
      "type": "object",
      "properties": {
        "school": {
          "description": "Code of the school, `unknown` for teachers without one.",
          "type": "string"
        },
        "name": {
          "type": [
            "string",
            "null"
          ]
        },
        "region": {
          "type": [
            "string",
            "null"
          ]
        },
        "sector": {
          "type": [
            "string",
            "null"
          ]
        },
        "rurality": {
          "type": [
            "string",
            "null"
          ]
        },
        "invited": {
          "type": "number"
        },
        "consented": {
          "type": "number"
        },
        "started": {
          "type": "number"
        },
        "submitted": {
          "type": "number"
        },
        "profileSeen": {
          "type": "number"
        },
        "enrolled": {
          "type": "number"
        },
        "completed": {
          "type": "number"
        },
        "finalTest": {
          "type": "number"
        }
      },
      "required": [
        "school",
        "name",
        "region",
        "sector",
        "rurality",
        "invited",
        "consented",
        "started",
        "submitted",
        "profileSeen",
        "enrolled",
        "completed",
        "finalTest"
      ]
    },
    "Score": {
      "type": "object",
      "properties": {
        "score": {
          "description": "In hundredths of the scale's unit (a rating of 2.35 is 235, 62.5 % is 6250); `null` where nothing was answered.",
          "type": [
            "number",
            "null"
          ]
        },
        "answered": {
          "type": "number"
        },
        "items": {
          "type": "number"
        }
      },
      "required": [
        "score",
        "answered",
        "items"
      ]
    },
    "ScoreFigure": {
      "anyOf": [
        {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "mean": {
              "type": "number"
            },
            "sd": {
              "description": "`null` with fewer than two.",
              "type": [
                "number",
                "null"
              ]
            },
            "floor": {
              "description": "Share with the lowest result that the scale has, and with the highest.",
              "$ref": "#/components/schemas/Shown"
            },
            "ceiling": {
              "$ref": "#/components/schemas/Shown"
            }
          },
          "required": [
            "n",
            "mean",
            "sd",
            "floor",
            "ceiling"
          ]
        },
        {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "withheld": {
              "$ref": "#/components/schemas/Mark"
            }
          },
          "required": [
            "n",
            "withheld"
          ]
        },
        {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "notEstimable": {
              "description": "`no-baseline`: nobody has a first result; `no-pairs`: nobody has both; `no-population`: nobody counted it; `not-asked`: no instrument asks.",
              "type": "string",
              "enum": [
                "no-observations",
                "fewer-than-two-observations",
                "fewer-than-three-observations",
                "fewer-than-two-clusters",
                "one-observation-per-cluster",
                "fewer-than-two-items",
                "no-spread",
                "no-room-to-gain",
                "all-excluded",
                "tests-only",
                "empty-group",
                "no-cases",
                "sums-not-exact",
                "sums-inconsistent",
                "no-baseline",
                "no-pairs",
                "no-population",
                "no-draw",
                "not-asked"
              ]
            }
          },
          "required": [
            "n",
            "notEstimable"
          ]
        }
      ]
    },
    "Scoring": {
      "type": "object",
      "properties": {
        "rule": {
          "type": "string",
          "enum": [
            "mean-of-anchors",
            "percent-correct"
          ]
        },
        "version": {
          "type": "string"
        },
        "minimumAnswered": {
          "description": "Share of items that must be answered for a dimension, or the whole scale, to have a score; any answer is enough unless told.",
          "type": "object",
          "properties": {
            "dimension": {
              "type": "number"
            },
            "whole": {
              "type": "number"
            }
          },
          "required": [
            "dimension",
            "whole"
          ]
        }
      },
      "required": [
        "rule",
        "version"
      ]
    },
    "Shown": {
      "anyOf": [
        {
          "type": "number"
        },
        {
          "$ref": "#/components/schemas/Withheld"
        }
      ]
    },
    "Shown2": {
      "type": "object",
      "properties": {
        "name": {
          "type": "string"
        },
        "educationLevels": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "planned": {
          "description": "A move to another sector that is planned; it counts where it is until then.",
          "type": "object",
          "properties": {
            "to": {
              "type": "string"
            },
            "effectiveAt": {
              "type": "string"
            }
          },
          "required": [
            "to",
            "effectiveAt"
          ]
        },
        "status": {
          "type": "string"
        },
        "region": {
          "description": "ISO 3166-2.",
          "type": "string"
        },
        "sector": {
          "type": "string"
        },
        "rurality": {
          "type": "string",
          "enum": [
            "urban",
            "rural"
          ]
        },
        "code": {
          "type": "string"
        },
        "enrolment": {
          "type": "number"
        },
        "province": {
          "type": "string"
        },
        "provinceCode": {
          "type": "string"
        },
        "municipality": {
          "description": "The lowest administrative unit: commune, municipality, district.",
          "type": "string"
        },
        "municipalityCode": {
          "type": "string"
        },
        "latitude": {
          "description": "Decimal degrees, WGS 84.",
          "type": "number"
        },
        "longitude": {
          "type": "number"
        },
        "registeredAt": {
          "type": "string"
        },
        "changedAt": {
          "type": "string"
        },
        "plannedFor": {
          "description": "When that comes, for finding those that are due.",
          "type": "string"
        }
      },
      "required": [
        "name",
        "code",
        "registeredAt",
        "changedAt"
      ]
    },
    "ShownCycle": {
      "type": "object",
      "properties": {
        "status": {
          "type": "string",
          "enum": [
            "planned",
            "open",
            "closed"
          ]
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "cycle": {
          "type": "string"
        },
        "stage": {
          "type": [
            "string",
            "null"
          ],
          "enum": [
            "self-assessment",
            "learning",
            "evaluation",
            null
          ]
        },
        "calendar": {
          "description": "School year, launch, reminders, holidays and breaks; what time axes draw.",
          "$ref": "#/components/schemas/CycleCalendar"
        },
        "eligibility": {
          "$ref": "#/components/schemas/EligibilityRule"
        },
        "targets": {
          "description": "Teachers to be reached or trained, by group; an axis that a row leaves out is everybody of it.",
          "$ref": "#/components/schemas/CycleTargets"
        },
        "windowChanges": {
          "description": "Windows extended, reopened or moved, in the order in which that was decided.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "stage": {
                "$ref": "#/components/schemas/Stage"
              },
              "scope": {
                "anyOf": [
                  {
                    "type": "object",
                    "properties": {
                      "region": {
                        "type": "string"
                      }
                    },
                    "required": [
                      "region"
                    ]
                  },
                  {
                    "type": "object",
                    "properties": {
                      "school": {
                        "type": "string"
                      }
                    },
                    "required": [
                      "school"
                    ]
                  },
                  {
                    "type": "object",
                    "properties": {
                      "teacher": {
                        "type": "string"
                      }
                    },
                    "required": [
                      "teacher"
                    ]
                  }
                ]
              },
              "opens": {
                "description": "As it was for them where absent.",
                "type": "string"
              },
              "closes": {
                "type": "string"
              },
              "graceUntil": {
                "type": "string"
              },
              "reason": {
                "type": "string"
              },
              "changedAt": {
                "type": "string"
              }
            },
            "required": [
              "stage",
              "closes",
              "graceUntil",
              "reason",
              "changedAt"
            ]
          }
        },
        "wavesDue": {
          "description": "Rounds of reminders that have fallen due, the oldest first.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "wave": {
                "type": "string"
              },
              "stage": {
                "$ref": "#/components/schemas/Stage"
              }
            },
            "required": [
              "wave",
              "stage"
            ]
          }
        },
        "repeats": {
          "description": "The cycle that this one repeats.",
          "type": "object",
          "properties": {
            "from": {
              "type": "string"
            },
            "asOf": {
              "description": "The design as it stood then; its end, or its latest state, where absent.",
              "type": "string"
            },
            "shiftedYears": {
              "description": "Years by which every date was shifted.",
              "type": "number"
            },
            "carryOver": {
              "$ref": "#/components/schemas/CarryOver"
            }
          },
          "required": [
            "from",
            "shiftedYears",
            "carryOver"
          ]
        },
        "plannedAt": {
          "type": "string"
        },
        "openedAt": {
          "type": "string"
        },
        "closedAt": {
          "type": "string"
        },
        "design": {
          "$ref": "#/components/schemas/ShownDesign"
        },
        "stillOpen": {
          "description": "Stage by stage, who can still come to it: by the server's clock for the country, and nobody once the cycle is closed.",
          "type": "object",
          "properties": {
            "self-assessment": {
              "$ref": "#/components/schemas/StillOpen"
            },
            "learning": {
              "$ref": "#/components/schemas/StillOpen"
            },
            "evaluation": {
              "$ref": "#/components/schemas/StillOpen"
            }
          },
          "required": [
            "self-assessment",
            "learning",
            "evaluation"
          ]
        }
      },
      "required": [
        "status",
        "title",
        "cycle",
        "stage",
        "windowChanges",
        "wavesDue",
        "plannedAt",
        "design",
        "stillOpen"
      ]
    },
    "ShownDesign": {
      "type": "object",
      "properties": {
        "retrospective": {
          "description": "Asked at the end about the time before, one item a dimension.",
          "$ref": "#/components/schemas/InstrumentRef"
        },
        "targetProfile": {
          "$ref": "#/components/schemas/TargetProfile"
        },
        "gapRules": {
          "type": "object",
          "properties": {
            "version": {
              "type": "string"
            }
          },
          "required": [
            "version"
          ]
        },
        "framework": {
          "type": "object",
          "properties": {
            "framework": {
              "type": "string"
            },
            "version": {
              "type": "string"
            }
          },
          "required": [
            "framework",
            "version"
          ]
        },
        "stages": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/StageWindow"
          }
        },
        "target": {
          "description": "Teachers the cycle wants to reach.",
          "type": "number"
        },
        "pathRules": {
          "type": "object",
          "properties": {
            "version": {
              "type": "string"
            },
            "maxSteps": {
              "type": "number"
            }
          },
          "required": [
            "version",
            "maxSteps"
          ]
        },
        "selfRating": {
          "$ref": "#/components/schemas/InstrumentRef"
        },
        "testForms": {
          "description": "The two parallel test forms; who starts with which is drawn from the pseudonym.",
          "type": "array",
          "prefixItems": [
            {
              "$ref": "#/components/schemas/InstrumentRef"
            },
            {
              "$ref": "#/components/schemas/InstrumentRef"
            }
          ],
          "minItems": 2,
          "maxItems": 2
        },
        "regionalWindows": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/RegionalWindow"
          }
        },
        "consent": {
          "type": "object",
          "properties": {
            "version": {
              "type": "string"
            },
            "text": {
              "type": "object",
              "additionalProperties": {
                "type": "string"
              }
            },
            "purposes": {
              "description": "What each purpose is, in words, where the text is not enough.",
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "purpose": {
                    "$ref": "#/components/schemas/Purpose"
                  },
                  "required": {
                    "type": "boolean"
                  },
                  "text": {
                    "type": "object",
                    "additionalProperties": {
                      "type": "string"
                    }
                  }
                },
                "required": [
                  "purpose",
                  "required",
                  "text"
                ]
              }
            }
          },
          "required": [
            "version",
            "text"
          ]
        },
        "certification": {
          "description": "Nobody is certified in a cycle that says nothing of it.",
          "$ref": "#/components/schemas/CertificationRule"
        }
      },
      "required": [
        "targetProfile",
        "gapRules",
        "framework",
        "stages",
        "pathRules",
        "selfRating",
        "testForms",
        "consent"
      ]
    },
    "ShownWindow": {
      "type": "object",
      "properties": {
        "state": {
          "description": "`grace`: closed, but what is handed in still counts and is flagged late.",
          "$ref": "#/components/schemas/WindowState"
        },
        "stage": {
          "$ref": "#/components/schemas/Stage"
        },
        "opens": {
          "type": "string"
        },
        "closes": {
          "type": "string"
        },
        "graceUntil": {
          "description": "Until then an answer counts and is flagged late.",
          "type": "string"
        }
      },
      "required": [
        "state",
        "stage",
        "opens",
        "closes",
        "graceUntil"
      ]
    },
    "Stage": {
      "type": "string",
      "enum": [
        "self-assessment",
        "learning",
        "evaluation"
      ]
    },
    "StageState": {
      "type": "object",
      "properties": {
        "state": {
          "type": "string",
          "enum": [
            "open",
            "closed",
            "not-yet",
            "grace"
          ]
        },
        "stage": {
          "$ref": "#/components/schemas/Stage"
        },
        "opens": {
          "type": "string"
        },
        "closes": {
          "type": "string"
        },
        "graceUntil": {
          "description": "Until then an answer counts and is flagged late.",
          "type": "string"
        }
      },
      "required": [
        "state",
        "stage",
        "opens",
        "closes",
        "graceUntil"
      ]
    },
    "StageWindow": {
      "type": "object",
      "properties": {
        "stage": {
          "$ref": "#/components/schemas/Stage"
        },
        "opens": {
          "type": "string"
        },
        "closes": {
          "type": "string"
        },
        "graceUntil": {
          "description": "Until then an answer counts and is flagged late.",
          "type": "string"
        }
      },
      "required": [
        "stage",
        "opens",
        "closes",
        "graceUntil"
      ]
    },
    "StillOpen": {
      "type": "string",
      "enum": [
        "some",
        "nobody",
        "everybody"
      ]
    },
    "Suppressed": {
      "type": "object",
      "properties": {
        "suppressed": {
          "$ref": "#/components/schemas/Mark"
        }
      },
      "required": [
        "suppressed"
      ]
    },
    "TargetProfile": {
      "type": "object",
      "properties": {
        "version": {
          "type": "string"
        },
        "decidedBy": {
          "type": "string"
        },
        "targets": {
          "description": "Education level → competency → target proficiency level (0 to 5, A1 to C2 on a levelled framework).",
          "type": "object",
          "additionalProperties": {
            "type": "object",
            "additionalProperties": {
              "type": "number"
            }
          }
        }
      },
      "required": [
        "version",
        "decidedBy",
        "targets"
      ]
    },
    "TargetedChange": {
      "anyOf": [
        {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "withheld": {
              "$ref": "#/components/schemas/Mark"
            }
          },
          "required": [
            "n",
            "withheld"
          ]
        },
        {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "notEstimable": {
              "description": "`no-baseline`: nobody has a first result; `no-pairs`: nobody has both; `no-population`: nobody counted it; `not-asked`: no instrument asks.",
              "type": "string",
              "enum": [
                "no-observations",
                "fewer-than-two-observations",
                "fewer-than-three-observations",
                "fewer-than-two-clusters",
                "one-observation-per-cluster",
                "fewer-than-two-items",
                "no-spread",
                "no-room-to-gain",
                "all-excluded",
                "tests-only",
                "empty-group",
                "no-cases",
                "sums-not-exact",
                "sums-inconsistent",
                "no-baseline",
                "no-pairs",
                "no-population",
                "no-draw",
                "not-asked"
              ]
            }
          },
          "required": [
            "n",
            "notEstimable"
          ]
        },
        {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "targeted": {
              "$ref": "#/components/schemas/Limits"
            },
            "others": {
              "$ref": "#/components/schemas/Limits"
            },
            "difference": {
              "$ref": "#/components/schemas/Limits"
            },
            "schools": {
              "type": "number"
            }
          },
          "required": [
            "n",
            "targeted",
            "others",
            "difference",
            "schools"
          ]
        }
      ]
    },
    "TaughtOffering": {
      "type": "object",
      "properties": {
        "offering": {
          "type": "string"
        },
        "course": {
          "type": "string"
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "hours": {
          "type": [
            "number",
            "null"
          ]
        },
        "modality": {
          "$ref": "#/components/schemas/Modality"
        },
        "region": {
          "type": [
            "string",
            "null"
          ]
        },
        "starts": {
          "type": "string"
        },
        "ends": {
          "type": "string"
        },
        "seats": {
          "description": "People with a seat; `null` seats: no limit.",
          "type": [
            "number",
            "null"
          ]
        },
        "taken": {
          "type": "number"
        },
        "waiting": {
          "type": "number"
        },
        "completed": {
          "type": "number"
        },
        "sessions": {
          "type": "object",
          "properties": {
            "scheduled": {
              "type": "number"
            },
            "held": {
              "type": "number"
            }
          },
          "required": [
            "scheduled",
            "held"
          ]
        }
      },
      "required": [
        "offering",
        "course",
        "title",
        "hours",
        "modality",
        "region",
        "starts",
        "ends",
        "seats",
        "taken",
        "waiting",
        "completed",
        "sessions"
      ]
    },
    "TeamView": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "status": {
          "type": "string",
          "enum": [
            "planned",
            "open",
            "closed"
          ]
        },
        "stage": {
          "type": [
            "string",
            "null"
          ],
          "enum": [
            "self-assessment",
            "learning",
            "evaluation",
            null
          ]
        },
        "at": {
          "description": "The time that windows are held against.",
          "type": "string"
        },
        "windows": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/StageState"
          }
        },
        "ownWindows": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/OwnWindow"
          }
        },
        "reminders": {
          "description": "Days of the calendar on which those who have not handed in are reminded.",
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "wavesDue": {
          "description": "Those of them that have fallen due, and of what they remind.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "wave": {
                "type": "string"
              },
              "stage": {
                "$ref": "#/components/schemas/Stage"
              }
            },
            "required": [
              "wave",
              "stage"
            ]
          }
        },
        "groups": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "group": {
                "type": "string",
                "enum": [
                  "not-consented",
                  "not-started",
                  "not-submitted",
                  "profile-not-seen",
                  "final-not-submitted"
                ]
              },
              "stage": {
                "$ref": "#/components/schemas/Stage"
              },
              "people": {
                "type": "number"
              },
              "byRegion": {
                "description": "Region → people; `unknown` where the school names none.",
                "type": "object",
                "additionalProperties": {
                  "type": "number"
                }
              }
            },
            "required": [
              "group",
              "stage",
              "people",
              "byRegion"
            ]
          }
        },
        "measuredBy": {
          "description": "Measure that `schools` are held against: handed in the self-assessment, or the final test.",
          "type": "string",
          "enum": [
            "self-assessment",
            "evaluation"
          ]
        },
        "schools": {
          "description": "The 100 schools with the most people missing.",
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/SchoolBehind"
          }
        },
        "schoolsBehind": {
          "type": "number"
        },
        "schoolsLate": {
          "type": "number"
        },
        "reclassifications": {
          "description": "Moves of schools to another sector that are planned.",
          "type": "object",
          "properties": {
            "planned": {
              "type": "number"
            },
            "due": {
              "type": "number"
            }
          },
          "required": [
            "planned",
            "due"
          ]
        }
      },
      "required": [
        "cycle",
        "status",
        "stage",
        "at",
        "windows",
        "ownWindows",
        "reminders",
        "wavesDue",
        "groups",
        "measuredBy",
        "schools",
        "schoolsBehind",
        "schoolsLate",
        "reclassifications"
      ]
    },
    "ThenAndNow": {
      "anyOf": [
        {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "withheld": {
              "$ref": "#/components/schemas/Mark"
            }
          },
          "required": [
            "n",
            "withheld"
          ]
        },
        {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "notEstimable": {
              "description": "`no-baseline`: nobody has a first result; `no-pairs`: nobody has both; `no-population`: nobody counted it; `not-asked`: no instrument asks.",
              "type": "string",
              "enum": [
                "no-observations",
                "fewer-than-two-observations",
                "fewer-than-three-observations",
                "fewer-than-two-clusters",
                "one-observation-per-cluster",
                "fewer-than-two-items",
                "no-spread",
                "no-room-to-gain",
                "all-excluded",
                "tests-only",
                "empty-group",
                "no-cases",
                "sums-not-exact",
                "sums-inconsistent",
                "no-baseline",
                "no-pairs",
                "no-population",
                "no-draw",
                "not-asked"
              ]
            }
          },
          "required": [
            "n",
            "notEstimable"
          ]
        },
        {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "before": {
              "type": "number"
            },
            "then": {
              "type": "number"
            },
            "now": {
              "type": "number"
            },
            "nowMinusThen": {
              "$ref": "#/components/schemas/Limits"
            },
            "thenMinusBefore": {
              "$ref": "#/components/schemas/Limits"
            }
          },
          "required": [
            "n",
            "before",
            "then",
            "now",
            "nowMinusThen",
            "thenMinusBefore"
          ]
        }
      ]
    },
    "ThenNowAnswer": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "simulated": {
          "type": "boolean"
        },
        "k": {
          "type": "number"
        },
        "measure": {
          "type": "string",
          "enum": [
            "self-rating"
          ]
        },
        "dimensions": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "dimension": {
                "type": "string"
              },
              "thenAndNow": {
                "anyOf": [
                  {
                    "$ref": "#/components/schemas/ThenNowMeans"
                  },
                  {
                    "type": "object",
                    "properties": {
                      "n": {
                        "type": "number"
                      },
                      "withheld": {
                        "type": "string",
                        "enum": [
                          "primary",
                          "complementary"
                        ]
                      }
                    },
                    "required": [
                      "n",
                      "withheld"
                    ]
                  }
                ]
              },
              "withBefore": {
                "anyOf": [
                  {
                    "type": "object",
                    "properties": {
                      "n": {
                        "type": "number"
                      },
                      "withheld": {
                        "type": "string",
                        "enum": [
                          "primary",
                          "complementary"
                        ]
                      }
                    },
                    "required": [
                      "n",
                      "withheld"
                    ]
                  },
                  {
                    "$ref": "#/components/schemas/BeforeThenNow"
                  },
                  {
                    "type": "object",
                    "properties": {
                      "n": {
                        "type": "number"
                      },
                      "notEstimable": {
                        "$ref": "#/components/schemas/NotEstimableReason"
                      }
                    },
                    "required": [
                      "n",
                      "notEstimable"
                    ]
                  }
                ]
              }
            },
            "required": [
              "dimension",
              "thenAndNow",
              "withBefore"
            ]
          }
        }
      },
      "required": [
        "cycle",
        "simulated",
        "k",
        "measure",
        "dimensions"
      ]
    },
    "ThenNowMeans": {
      "type": "object",
      "properties": {
        "then": {
          "description": "Means in the scale's own units.",
          "type": "number"
        },
        "now": {
          "type": "number"
        },
        "up": {
          "description": "How many rate the present higher than the time before, the same, lower.",
          "type": "number"
        },
        "same": {
          "type": "number"
        },
        "down": {
          "type": "number"
        },
        "n": {
          "type": "number"
        }
      },
      "required": [
        "then",
        "now",
        "up",
        "same",
        "down",
        "n"
      ]
    },
    "TimeToComplete": {
      "anyOf": [
        {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "completed": {
              "type": "number"
            },
            "medianDays": {
              "anyOf": [
                {
                  "$ref": "#/components/schemas/Limits"
                },
                {
                  "type": "null"
                }
              ]
            },
            "weeks": {
              "description": "Week by week, as long as at least k are watched.",
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "day": {
                    "type": "number"
                  },
                  "completed": {
                    "type": "number"
                  },
                  "low": {
                    "type": "number"
                  },
                  "high": {
                    "type": "number"
                  }
                },
                "required": [
                  "day",
                  "completed",
                  "low",
                  "high"
                ]
              }
            }
          },
          "required": [
            "n",
            "completed",
            "medianDays",
            "weeks"
          ]
        },
        {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "withheld": {
              "$ref": "#/components/schemas/Mark"
            }
          },
          "required": [
            "n",
            "withheld"
          ]
        },
        {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "notEstimable": {
              "description": "`no-baseline`: nobody has a first result; `no-pairs`: nobody has both; `no-population`: nobody counted it; `not-asked`: no instrument asks.",
              "type": "string",
              "enum": [
                "no-observations",
                "fewer-than-two-observations",
                "fewer-than-three-observations",
                "fewer-than-two-clusters",
                "one-observation-per-cluster",
                "fewer-than-two-items",
                "no-spread",
                "no-room-to-gain",
                "all-excluded",
                "tests-only",
                "empty-group",
                "no-cases",
                "sums-not-exact",
                "sums-inconsistent",
                "no-baseline",
                "no-pairs",
                "no-population",
                "no-draw",
                "not-asked"
              ]
            }
          },
          "required": [
            "n",
            "notEstimable"
          ]
        }
      ]
    },
    "UnparkOutcome": {
      "anyOf": [
        {
          "type": "object",
          "properties": {
            "outcome": {
              "type": "string",
              "enum": [
                "unparked"
              ]
            }
          },
          "required": [
            "outcome"
          ]
        },
        {
          "type": "object",
          "properties": {
            "outcome": {
              "type": "string",
              "enum": [
                "still-parked"
              ]
            },
            "parked": {
              "$ref": "#/components/schemas/ParkedStream"
            }
          },
          "required": [
            "outcome",
            "parked"
          ]
        },
        {
          "type": "object",
          "properties": {
            "outcome": {
              "type": "string",
              "enum": [
                "rebuild-needed"
              ]
            },
            "parked": {
              "$ref": "#/components/schemas/ParkedStream"
            }
          },
          "required": [
            "outcome",
            "parked"
          ]
        },
        {
          "type": "object",
          "properties": {
            "outcome": {
              "type": "string",
              "enum": [
                "not-parked"
              ]
            }
          },
          "required": [
            "outcome"
          ]
        }
      ]
    },
    "ViewStatus": {
      "type": "object",
      "properties": {
        "projection": {
          "type": "string"
        },
        "state": {
          "type": "string"
        },
        "lagEvents": {
          "type": "number"
        },
        "lagSeconds": {
          "type": [
            "number",
            "null"
          ]
        },
        "parkedStreams": {
          "type": "number"
        }
      },
      "required": [
        "projection",
        "state",
        "lagEvents",
        "lagSeconds",
        "parkedStreams"
      ]
    },
    "WaitingListRow": {
      "type": "object",
      "properties": {
        "offering": {
          "type": "string"
        },
        "course": {
          "type": "string"
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "modality": {
          "$ref": "#/components/schemas/Modality"
        },
        "region": {
          "type": [
            "string",
            "null"
          ]
        },
        "starts": {
          "type": "string"
        },
        "ends": {
          "type": "string"
        },
        "seats": {
          "type": "number"
        },
        "given": {
          "type": "number"
        },
        "waiting": {
          "type": "number"
        },
        "requested": {
          "description": "Asked for a seat that is not drawn or given by priority yet.",
          "type": "number"
        },
        "allocation": {
          "$ref": "#/components/schemas/Allocation"
        },
        "criteria": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/PriorityCriterion"
          }
        },
        "drawn": {
          "description": "When and from which seed seats were drawn or given by priority.",
          "type": "object",
          "properties": {
            "seed": {
              "type": "string"
            },
            "applicants": {
              "type": "number"
            },
            "at": {
              "type": "string"
            }
          },
          "required": [
            "seed",
            "applicants",
            "at"
          ]
        },
        "movesUntil": {
          "description": "Until when a freed seat goes to the next on the list.",
          "type": "string"
        }
      },
      "required": [
        "offering",
        "course",
        "title",
        "modality",
        "region",
        "starts",
        "ends",
        "seats",
        "given",
        "waiting",
        "requested",
        "allocation",
        "movesUntil"
      ]
    },
    "WindowChange": {
      "type": "object",
      "properties": {
        "stage": {
          "$ref": "#/components/schemas/Stage"
        },
        "scope": {
          "anyOf": [
            {
              "type": "object",
              "properties": {
                "region": {
                  "type": "string"
                }
              },
              "required": [
                "region"
              ]
            },
            {
              "type": "object",
              "properties": {
                "school": {
                  "type": "string"
                }
              },
              "required": [
                "school"
              ]
            },
            {
              "type": "object",
              "properties": {
                "teacher": {
                  "type": "string"
                }
              },
              "required": [
                "teacher"
              ]
            }
          ]
        },
        "opens": {
          "description": "As it was for them where absent.",
          "type": "string"
        },
        "closes": {
          "type": "string"
        },
        "graceUntil": {
          "type": "string"
        }
      },
      "required": [
        "stage",
        "closes",
        "graceUntil"
      ]
    },
    "WindowState": {
      "type": "string",
      "enum": [
        "open",
        "closed",
        "not-yet",
        "grace"
      ]
    },
    "Withheld": {
      "type": "object",
      "properties": {
        "withheld": {
          "$ref": "#/components/schemas/Mark"
        }
      },
      "required": [
        "withheld"
      ]
    },
    "WithheldFigure": {
      "type": "object",
      "properties": {
        "withheld": {
          "type": "string",
          "enum": [
            "primary",
            "complementary"
          ]
        }
      },
      "required": [
        "withheld"
      ]
    },
    "Words": {
      "type": "object",
      "properties": {
        "en": {
          "type": "string"
        },
        "es": {
          "type": "string"
        }
      },
      "required": [
        "en",
        "es"
      ]
    }
  }
};
